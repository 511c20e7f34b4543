-- stock.comment is only a comment
create table orders.placed (
  id uuid primary key,
  note text default 'stock.literal',
  item uuid references stock.item
);
create view orders.overview as select p.id from orders.placed p, "stock"."shelf" s where s.id = p.item;
grant select on stock.level to orders_role;
grant usage on schema stock to orders_role;
create function orders.refresh() returns void language sql as $$ update stock.counted set at = now() $$;
