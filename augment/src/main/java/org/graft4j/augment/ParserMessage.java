package org.graft4j.augment;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a parser says of a broken file, in a line for whoever wrote the file. */
final class ParserMessage {
  /** Advice for whoever sets the parser up, and objects of the program. */
  private static final Pattern FOR_PROGRAMMERS =
      Pattern.compile(
          ": enable \\S+ to allow| \\(not recognized as one since .*?\\)| \\(start marker at .*");

  private ParserMessage() {}

  static String of(String message) {
    if (message.contains("(TAB)")) {
      return "tabs are not allowed for indentation, use spaces";
    }
    String line =
        message
            .lines()
            .filter(part -> !part.isEmpty() && !Character.isWhitespace(part.charAt(0)))
            .collect(joining(": "));
    return FOR_PROGRAMMERS.matcher(line).replaceAll("");
  }

  /** Whether these are bytes of a text at all: in UTF-8, and none of them 0. */
  static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .noneMatch(c -> c == 0);
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
