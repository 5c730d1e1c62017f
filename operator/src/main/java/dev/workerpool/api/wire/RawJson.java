package dev.workerpool.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;

/**
 * A JSON value as the text it was sent as, so that numbers, key order and escapes survive. Read
 * only by {@link WireJson}, which knows the whole text.
 */
@JsonSerialize(using = RawJson.Writer.class)
@JsonDeserialize(using = RawJson.Reader.class)
public record RawJson(String text) {

  static final class Writer extends JsonSerializer<RawJson> {
    @Override
    public void serialize(RawJson value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(value.text());
    }
  }

  static final class Reader extends JsonDeserializer<RawJson> {
    @Override
    public RawJson deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String whole = (String) context.getAttribute(WireJson.TEXT);
      int start = (int) in.currentTokenLocation().getCharOffset();
      in.skipChildren();
      in.finishToken();
      return new RawJson(whole.substring(start, (int) in.currentLocation().getCharOffset()));
    }

    /** An item may be the JSON value null. */
    @Override
    public RawJson getNullValue(DeserializationContext context) {
      return new RawJson("null");
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
