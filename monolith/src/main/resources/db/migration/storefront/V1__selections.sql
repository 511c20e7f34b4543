-- What a page shows, in order. A selection that is there and empty was emptied by somebody.
CREATE TABLE selection (
    id text PRIMARY KEY,
    version bigint NOT NULL
);

CREATE TABLE selected_product (
    selection_id text NOT NULL REFERENCES selection,
    position integer NOT NULL CHECK (position >= 0),
    product_id uuid NOT NULL,
    PRIMARY KEY (selection_id, position)
);
