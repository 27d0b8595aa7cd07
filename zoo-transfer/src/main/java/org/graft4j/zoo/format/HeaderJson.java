package org.graft4j.zoo.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Parsers of JSON from files that are not trusted. */
final class HeaderJson {
  private HeaderJson() {}

  /**
   * A parser of strict UTF-8: left to itself, Jackson would guess UTF-16 or UTF-32 too. Names are
   * not interned, since they would stay in the JVM's table. Depth, names and numbers are limited by
   * Jackson's defaults (1000 levels, 50 000 and 1000 characters).
   */
  static JsonParser parser(InputStream in) throws IOException {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build()
        .createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }
}
