//! The membership attack finds a leak where there is one and none where there is none, and every shadow is trained on what
//! a lake with the other customers suppressed would give.

mod halves;
mod strength;
mod toy;
