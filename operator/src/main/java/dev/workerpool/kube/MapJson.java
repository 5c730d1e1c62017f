package dev.workerpool.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.hybrid.MapDraft;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A ConfigMap as it is sent; the pool owns it, so that the cluster's garbage collector removes it.
 */
final class MapJson {
  private static final JsonFactory JSON = new JsonFactory();

  private MapJson() {}

  /**
   * The JSON.
   *
   * @param version that it replaces; null where there is none
   */
  static String of(MapDraft draft, String version) {
    StringWriter text = new StringWriter((int) Math.min(draft.bytes() * 3 / 2 + 1024, 2 << 20));
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "v1");
      json.writeStringField("kind", "ConfigMap");
      metadata(json, draft, version);
      texts(json, "data", draft.data());
      binary(json, draft.binary());
      if (draft.immutable()) {
        json.writeBooleanField("immutable", true);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory
    }
    return text.toString();
  }

  private static void metadata(JsonGenerator json, MapDraft draft, String version)
      throws IOException {
    String pool = draft.channel().ref().name();
    String uid = draft.channel().poolUid();
    json.writeObjectFieldStart("metadata");
    json.writeStringField("name", draft.name());
    json.writeStringField("namespace", draft.namespace());
    if (version != null) {
      json.writeStringField("resourceVersion", version);
    }
    texts(json, "labels", Map.of(Labels.CHANNEL, pool, Labels.POOL, pool, Labels.POOL_UID, uid));
    texts(json, "annotations", draft.annotations());
    json.writeArrayFieldStart("ownerReferences");
    json.writeStartObject();
    json.writeStringField("apiVersion", WorkerPool.API_VERSION);
    json.writeStringField("kind", WorkerPool.KIND);
    json.writeStringField("name", pool);
    json.writeStringField("uid", uid);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, Map<String, String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeObjectFieldStart(field);
      for (Map.Entry<String, String> text : texts.entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void binary(JsonGenerator json, Map<String, byte[]> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeObjectFieldStart("binaryData");
      for (Map.Entry<String, byte[]> value : values.entrySet()) {
        json.writeBinaryField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
    }
  }
}
