package dev.banyan.shop.http;

import java.beans.PropertyEditorSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/// Text that PostgreSQL can store: all of Unicode but NUL.
final class StoredText extends PropertyEditorSupport {

    private static final String REASON = "has the character NUL, which cannot be stored";

    @Override
    public void setAsText(@Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The text " + REASON + ".");
        }
        setValue(text);
    }

    /// Reads text from JSON and refuses what cannot be stored.
    static final class Deserializer extends StdScalarDeserializer<String> {

        Deserializer() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
            var text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(REASON);
            }
            return text;
        }
    }
}
