package dev.banyan.replication.internal.debezium;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/// Takes every column before Debezium converts it, and makes text of it.
///
/// Public and with a plain constructor, because Debezium makes it from its name.
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

    @Override
    public void configure(Properties properties) {
        // There is one way only.
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        ValueText text = ValueText.of(column.typeName());
        registration.register(SchemaBuilder.string().optional(), text::print);
    }
}
