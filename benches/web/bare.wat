;; The yard-stick: what the arithmetic alone costs. 64 int8 against an int16 vector that stays in registers, an exact i32
;; sum, the 20 greatest sums. No scale, no popularity, no ids, no checks: nothing that ranks a shop can be less than this.
(module
  (memory (export "memory") 1)

  ;; Writes the 20 greatest sums, best first, of equals the lower item, as pairs (sum, item) of i32 to $best.
  (func (export "top20") (param $rows i32) (param $n i32) (param $vector i32) (param $best i32)
    (local $v0 v128) (local $v1 v128) (local $v2 v128) (local $v3 v128)
    (local $v4 v128) (local $v5 v128) (local $v6 v128) (local $v7 v128)
    (local $sums v128) (local $sum i32) (local $worst i32) (local $item i32) (local $place i32) (local $last i32)
    (local.set $v0 (v128.load offset=0 (local.get $vector)))
    (local.set $v1 (v128.load offset=16 (local.get $vector)))
    (local.set $v2 (v128.load offset=32 (local.get $vector)))
    (local.set $v3 (v128.load offset=48 (local.get $vector)))
    (local.set $v4 (v128.load offset=64 (local.get $vector)))
    (local.set $v5 (v128.load offset=80 (local.get $vector)))
    (local.set $v6 (v128.load offset=96 (local.get $vector)))
    (local.set $v7 (v128.load offset=112 (local.get $vector)))
    (local.set $last (i32.add (local.get $best) (i32.const 152)))
    ;; Twenty places below every sum.
    (local.set $place (local.get $best))
    (loop $clear
      (i64.store (local.get $place) (i64.const 0xFFFFFFFF80000000))
      (local.set $place (i32.add (local.get $place) (i32.const 8)))
      (br_if $clear (i32.le_u (local.get $place) (local.get $last))))
    (local.set $worst (i32.const 0x80000000))
    (loop $next
      (local.set $sums
        (i32x4.add
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s (local.get $v0) (v128.load8x8_s offset=0 (local.get $rows)))
              (i32x4.dot_i16x8_s (local.get $v1) (v128.load8x8_s offset=8 (local.get $rows))))
            (i32x4.add
              (i32x4.dot_i16x8_s (local.get $v2) (v128.load8x8_s offset=16 (local.get $rows)))
              (i32x4.dot_i16x8_s (local.get $v3) (v128.load8x8_s offset=24 (local.get $rows)))))
          (i32x4.add
            (i32x4.add
              (i32x4.dot_i16x8_s (local.get $v4) (v128.load8x8_s offset=32 (local.get $rows)))
              (i32x4.dot_i16x8_s (local.get $v5) (v128.load8x8_s offset=40 (local.get $rows))))
            (i32x4.add
              (i32x4.dot_i16x8_s (local.get $v6) (v128.load8x8_s offset=48 (local.get $rows)))
              (i32x4.dot_i16x8_s (local.get $v7) (v128.load8x8_s offset=56 (local.get $rows)))))))
      (local.set $sum
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
          (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
      (if (i32.gt_s (local.get $sum) (local.get $worst))
        (then
          ;; Moves what is smaller one place down; the last one falls off.
          (local.set $place (local.get $last))
          (block $found
            (loop $down
              (br_if $found (i32.eq (local.get $place) (local.get $best)))
              (br_if $found (i32.ge_s (i32.load (i32.sub (local.get $place) (i32.const 8))) (local.get $sum)))
              (i64.store (local.get $place) (i64.load (i32.sub (local.get $place) (i32.const 8))))
              (local.set $place (i32.sub (local.get $place) (i32.const 8)))
              (br $down)))
          (i32.store offset=0 (local.get $place) (local.get $sum))
          (i32.store offset=4 (local.get $place) (local.get $item))
          (local.set $worst (i32.load (local.get $last)))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
      (local.set $item (i32.add (local.get $item) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $item) (local.get $n)))))

  ;; Reads every byte of the rows once and does next to nothing with it: the least that any exact ranking can cost.
  (func (export "read") (param $rows i32) (param $n i32) (result i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next
      (local.set $a (v128.xor (local.get $a) (v128.load offset=0 (local.get $rows))))
      (local.set $b (v128.xor (local.get $b) (v128.load offset=16 (local.get $rows))))
      (local.set $c (v128.xor (local.get $c) (v128.load offset=32 (local.get $rows))))
      (local.set $d (v128.xor (local.get $d) (v128.load offset=48 (local.get $rows))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n)))
    (local.set $a (v128.xor (v128.xor (local.get $a) (local.get $b)) (v128.xor (local.get $c) (local.get $d))))
    (i32.xor
      (i32.xor (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
      (i32.xor (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a))))))
