//! The exports of shop systems go from their published columns to a shop page's files with the lake.toml of examples/.
//!
//! Each made file has the columns of the published schema that a reader meets, in their published order; the columns that
//! nothing is read from stand for the many that there are.

mod ga4;
mod shop;

use model_export::lake::Source;

use shop::{CUSTOMERS, ITEMS, Shop, bought, day, lines, shown, whole};

#[test]
fn shopify() {
    let header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,\
                  Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Notes,Cancelled at,Vendor,Id";
    let row = |(customer, order, line, item, at): (usize, usize, usize, usize, usize)| {
        let status = if order % 40 == 39 { "refunded" } else { "paid" };
        let created = format!("{} 10:00:00 +0100", day(at));
        let head = format!("a{customer}@shop.example,{status},{created},fulfilled,yes,EUR,9,1,1,11,{created}");
        let head = if line == 0 { head } else { ",,,,,,,,,,".to_owned() };
        let note = if line == 0 { "\"ring twice,\nthen wait\"" } else { "" };
        format!("#{order},{head},1,Cup {item},9.50,,SKU-{item},{note},,House,{order}")
    };
    let shop = Shop::new().with("orders_export_1.csv", lines(header, bought().map(row)));
    let dataset = shop.read("shopify");
    let report = dataset.report.source(Source::Orders).expect("orders");
    assert_eq!((report.rows_read, report.rows_kept, report.rows("not_paid")), (1_440, 1_404, 36));
    assert_eq!(dataset.items[0].brand.as_deref(), Some("House"));
    shown(&shop.published("shopify"), "Cup 3");
}

#[test]
fn woocommerce() {
    let lookup = "order_item_id\torder_id\tproduct_id\tvariation_id\tcustomer_id\tdate_created\tproduct_qty\tproduct_net_revenue\t\
                  product_gross_revenue\tcoupon_amount\ttax_amount\tshipping_amount\tshipping_tax_amount";
    let row = |(customer, order, line, item, at): (usize, usize, usize, usize, usize)| {
        // Numbers begin with 1: 0 is nobody, and no order.
        let (customer, order, item) = (customer + 1, order + 1, item + 1);
        format!("{order}{line}\t{order}\t{item}\t0\t{customer}\t{} 10:00:00\t2\t16\t19.2\t0\t3.2\t0\t0", day(at))
    };
    let stats = "order_id\tparent_id\tdate_created\tdate_created_gmt\tnum_items_sold\ttotal_sales\treturning_customer\tstatus\tcustomer_id";
    let order =
        |order: usize| format!("{order}\t0\t2024-01-01 10:00:00\t2024-01-01 09:00:00\t3\t57\t0\twc-completed\t1");
    let meta = "product_id\tsku\tvirtual\tdownloadable\tmin_price\tmax_price\tonsale\tstock_quantity\tstock_status";
    let shop = Shop::new()
        .with("wp_wc_order_product_lookup.tsv", lines(lookup, bought().map(row)))
        .with("wp_wc_order_stats.tsv", lines(stats, (1..=CUSTOMERS * 4).map(order)))
        .with(
            "wp_wc_product_meta_lookup.tsv",
            lines(meta, (1..=ITEMS).map(|n| format!("{n}\tS{n}\t0\t0\t9.6000\t9.6000\t0\tNULL\tinstock"))),
        )
        .with(
            "wp_posts.tsv",
            lines(
                "ID\tpost_author\tpost_date\tpost_title\tpost_type",
                (1..=ITEMS).map(|n| format!("{n}\t1\t2024-01-01\tCup {n}\tproduct")),
            ),
        );
    let dataset = shop.read("woocommerce");
    whole(&dataset, Source::Orders);
    assert_eq!((dataset.items[0].name.as_str(), dataset.items[0].price), ("Cup 1", Some(9.6)));
    shown(&shop.published("woocommerce"), "Cup 3");
}

#[test]
fn magento() {
    let header = "item_id,order_id,parent_item_id,quote_item_id,store_id,created_at,updated_at,product_id,product_type,weight,is_virtual,\
                  sku,name,qty_canceled,qty_invoiced,qty_ordered,qty_refunded,qty_shipped,price,base_price,base_price_incl_tax";
    let row = |(_, order, line, item, at): (usize, usize, usize, usize, usize)| {
        let at = format!("{} 10:00:00", day(at));
        let child = format!(
            "9{order}{line},{order},{order}{line},1,1,{at},{at},7,simple,1,0,S{item},Cup {item},0,1,1.0000,0,1,0,0,0"
        );
        format!(
            "{order}{line},{order},,1,1,{at},{at},7,configurable,1,0,S{item},Cup {item},0,1,1.0000,0,1,8.0000,8.0000,9.6000\n{child}"
        )
    };
    let head = |order: usize| format!("{order},complete,complete,1,{},47.0000", order / 4);
    let shop = Shop::new().with("sales_order_item.csv", lines(header, bought().map(row))).with(
        "sales_order.csv",
        lines("entity_id,state,status,store_id,customer_id,grand_total", (0..CUSTOMERS * 4).map(head)),
    );
    let dataset = shop.read("magento");
    whole(&dataset, Source::Orders);
    assert_eq!(dataset.report.source(Source::Orders).map(|report| report.rows("child_line")), Some(1_440));
    shown(&shop.published("magento"), "Cup 3");
}

#[test]
fn prestashop() {
    let header = "id_order_detail;id_order;id_shop;product_id;product_attribute_id;product_name;product_quantity;product_price;unit_price_tax_incl;unit_price_tax_excl";
    let row = |(_, order, line, item, _): (usize, usize, usize, usize, usize)| {
        format!("{order}{line};{order};1;{item};0;\"Tasse {item} - Taille : M\";1;8.000000;9.600000;8.000000")
    };
    let at = |order: usize| bought().find(|line| line.1 == order).map_or(0, |line| line.4);
    let head = |order: usize| {
        let valid = usize::from(order != 7);
        format!("{order};XKBKNABJK;1;{};5;{valid};{} 10:00:00", order / 4, day(at(order)))
    };
    let shop = Shop::new().with("ps_order_detail.csv", lines(header, bought().map(row))).with(
        "ps_orders.csv",
        lines("id_order;reference;id_shop;id_customer;current_state;valid;date_add", (0..CUSTOMERS * 4).map(head)),
    );
    let dataset = shop.read("prestashop");
    let report = dataset.report.source(Source::Orders).expect("orders");
    assert_eq!((report.rows_kept, report.rows("not_valid")), (1_437, 3));
    // Ten o'clock in Paris is nine in winter.
    assert_eq!(dataset.window.0 % 86_400_000, 9 * 3_600_000);
    shown(&shop.published("prestashop"), "Tasse 3 - Taille : M");
}

#[test]
fn matomo() {
    let action = |number: usize| {
        let kind = if number < ITEMS { "sku" } else { "Cup " };
        format!("{number}\t{kind}{}\t{number}\t7\tNULL", number % ITEMS)
    };
    let item = "idsite\tidvisitor\tserver_time\tidvisit\tidorder\tidaction_sku\tidaction_name\tidaction_category\tprice\tquantity\tdeleted";
    let row = |(_, order, _, item, at): (usize, usize, usize, usize, usize)| {
        format!("1\tab\t{} 10:00:00\t{order}\tO{order}\t{item}\t{}\tNULL\t9.5\t1\t0", day(at), item + ITEMS)
    };
    let left = "1\tab\t2024-02-01 10:00:00\t3\t0\t1\t13\tNULL\t9.5\t1\t0";
    let view = |(_, order, line, item, at): (usize, usize, usize, usize, usize)| {
        let page = format!("{order}\t{} 09:00:0{line}\tNULL\tNULL\tNULL", day(at));
        format!("{order}\t{} 09:30:0{line}\t{item}\t{}\t9.5\n{page}", day(at), item + ITEMS)
    };
    let shop = Shop::new()
        .with("matomo_log_action.tsv", lines("idaction\tname\thash\ttype\turl_prefix", (0..2 * ITEMS).map(action)))
        .with(
            "matomo_log_visit.tsv",
            lines(
                "idvisit\tuser_id\tidvisitor",
                (0..CUSTOMERS * 4).map(|visit| format!("{visit}\tu{}\tab", visit / 4)),
            ),
        )
        .with("matomo_log_conversion_item.tsv", lines(item, bought().map(row).chain([left.to_owned()])))
        .with(
            "matomo_log_link_visit_action.tsv",
            lines(
                "idvisit\tserver_time\tidaction_product_sku\tidaction_product_name\tproduct_price",
                bought().map(view),
            ),
        );
    let dataset = shop.read("matomo");
    whole(&dataset, Source::Orders);
    whole(&dataset, Source::Behaviour);
    let rows = |source, reason| dataset.report.source(source).map_or(0, |report| report.rows(reason));
    assert_eq!((rows(Source::Orders, "left_cart"), rows(Source::Behaviour, "no_product")), (1, 1_440));
    shown(&shop.published("matomo"), "Cup 3");
}

#[test]
fn retailrocket() {
    let row = |(customer, order, line, item, at): (usize, usize, usize, usize, usize)| {
        let ms = 1_433_221_332_117 + (at * 86_400 + line * 60) * 1_000;
        let (event, transaction) = [("view", ""), ("addtocart", ""), ("transaction", "7")][line];
        format!(
            "{ms},{customer},{event},{item},{}",
            if transaction.is_empty() { String::new() } else { order.to_string() }
        )
    };
    let shop = Shop::new()
        .with("retailrocket/events.csv", lines("timestamp,visitorid,event,itemid,transactionid", bought().map(row)));
    let dataset = shop.read("retailrocket");
    whole(&dataset, Source::Behaviour);
    let sessions = dataset.interactions.iter().map(|act| act.session).max();
    assert_eq!(sessions, Some(CUSTOMERS as u32 * 4 - 1), "each order was a visit");
    shown(&shop.published("retailrocket"), "3");
}

#[test]
fn instacart() {
    let orders = |order: usize| {
        format!(
            "{order},{},prior,{},{},10,{}",
            order / 4,
            order % 4 + 1,
            order % 7,
            if order.is_multiple_of(4) { "" } else { "7.0" }
        )
    };
    let part = |wanted: usize| {
        let row =
            |(_, order, line, item, _): (usize, usize, usize, usize, usize)| format!("{order},{item},{},0", line + 1);
        lines(
            "order_id,product_id,add_to_cart_order,reordered",
            bought().filter(move |line| line.1 % 2 == wanted).map(row),
        )
    };
    let shop = Shop::new()
        .with(
            "instacart/orders.csv",
            lines(
                "order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order",
                (0..CUSTOMERS * 4).map(orders),
            ),
        )
        .with("instacart/order_products__prior.csv", part(0))
        .with("instacart/order_products__train.csv", part(1))
        .with(
            "instacart/products.csv",
            lines(
                "product_id,product_name,aisle_id,department_id",
                (0..ITEMS).map(|n| format!("{n},\"Cup, {n}\",{},{}", n % 4, n % 2)),
            ),
        )
        .with("instacart/aisles.csv", lines("aisle_id,aisle", (0..4).map(|n| format!("{n},aisle {n}"))))
        .with(
            "instacart/departments.csv",
            lines("department_id,department", (0..2).map(|n| format!("{n},department {n}"))),
        );
    let dataset = shop.read("instacart");
    whole(&dataset, Source::Orders);
    assert_eq!(dataset.items[1].category.as_deref(), Some("department 1 > aisle 1"));
    shown(&shop.published("instacart"), "Cup, 3");
}

#[test]
fn olist() {
    let row = |(_, order, line, item, at): (usize, usize, usize, usize, usize)| {
        format!("\"o{order}\",\"{}\",\"p{item}\",\"s1\",{} 10:00:00,58.90,13.29", line + 1, day(at + 5))
    };
    let at = |order: usize| bought().find(|line| line.1 == order).map_or(0, |line| line.4);
    let orders = |order: usize| {
        let day = day(at(order));
        format!("\"o{order}\",\"c{order}\",\"delivered\",{day} 10:56:33,{day} 11:07:15,,,{day} 00:00:00")
    };
    let products = |n: usize| format!("\"p{n}\",{},40,287,1,225,16,10,14", if n == 0 { "" } else { "perfumaria" });
    let shop = Shop::new()
        .with("olist/olist_order_items_dataset.csv", lines("\"order_id\",\"order_item_id\",\"product_id\",\"seller_id\",\"shipping_limit_date\",\"price\",\"freight_value\"", bought().map(row)))
        .with("olist/olist_orders_dataset.csv", lines("\"order_id\",\"customer_id\",\"order_status\",\"order_purchase_timestamp\",\"order_approved_at\",\"order_delivered_carrier_date\",\"order_delivered_customer_date\",\"order_estimated_delivery_date\"", (0..CUSTOMERS * 4).map(orders)))
        .with("olist/olist_customers_dataset.csv", lines("\"customer_id\",\"customer_unique_id\",\"customer_zip_code_prefix\",\"customer_city\",\"customer_state\"", (0..CUSTOMERS * 4).map(|n| format!("\"c{n}\",\"u{}\",\"14409\",franca,SP", n / 4))))
        .with("olist/olist_products_dataset.csv", lines("\"product_id\",\"product_category_name\",\"product_name_lenght\",\"product_description_lenght\",\"product_photos_qty\",\"product_weight_g\",\"product_length_cm\",\"product_height_cm\",\"product_width_cm\"", (0..ITEMS).map(products)))
        .with("olist/product_category_name_translation.csv", "\u{feff}product_category_name,product_category_name_english\nperfumaria,perfumery\n");
    let dataset = shop.read("olist");
    whole(&dataset, Source::Orders);
    assert_eq!(dataset.items.iter().filter(|item| item.category.as_deref() == Some("perfumery")).count(), ITEMS - 1);
    shown(&shop.published("olist"), "p3");
}
