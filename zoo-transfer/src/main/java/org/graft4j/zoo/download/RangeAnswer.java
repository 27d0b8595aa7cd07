package org.graft4j.zoo.download;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answered to a request for the rest of a file. */
final class RangeAnswer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int TIMEOUT = 408;
  private static final int UNSATISFIABLE = 416;
  private static final int EARLY = 425;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;
  private static final int LONGEST_VERSION = 1000;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final int status;
  private final HttpHeaders headers;

  RangeAnswer(HttpResponse<?> response) {
    status = response.statusCode();
    headers = response.headers();
  }

  /** Whether the body goes on where the part ends; else it begins with the first byte. */
  boolean isRest() {
    return status == PARTIAL;
  }

  /** Whether the server has no byte beyond those that are there. */
  boolean isAll(long from) {
    return status == UNSATISFIABLE && range().equals("bytes */" + from);
  }

  /** Whether the body, or the lack of one, fits to the bytes that are there. */
  boolean goesOn(long from, PublishedSize size) {
    if (status != PARTIAL) {
      return status != UNSATISFIABLE;
    }
    Matcher form = CONTENT_RANGE.matcher(range());
    return form.matches()
        && Long.parseLong(form.group(1)) == from
        && (form.group(3).equals("*") || size.allows(Long.parseLong(form.group(3))));
  }

  /** An entity tag, or else a date, that the same bytes will have the next time. */
  Optional<String> version() {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"))
        .filter(text -> text.length() <= LONGEST_VERSION);
  }

  /**
   * Checks that there is a body, and one of the right length as far as the server says.
   *
   * @throws AttemptFailure if not
   */
  void require(PublishedSize size) throws AttemptFailure {
    if (status != OK && status != PARTIAL) {
      throw refusal();
    }
    String encoding = headers.firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw AttemptFailure.lasting("answers in the encoding " + Quoted.of(encoding));
    }
    OptionalLong announced = announced();
    if (status == OK && announced.isPresent() && !size.allows(announced.getAsLong())) {
      throw AttemptFailure.lasting(
          "announces "
              + announced.getAsLong()
              + " bytes"
              + (isPage() ? " of a web page (a login?)" : "")
              + ", but the file has "
              + size);
    }
  }

  /** Whether it looks like something for a browser. */
  boolean isPage() {
    return headers
        .firstValue("Content-Type")
        .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
        .orElse(false);
  }

  /** The length that the body will have, if the server says so. */
  private OptionalLong announced() {
    try {
      return headers.firstValueAsLong("Content-Length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private String range() {
    return headers.firstValue("Content-Range").orElse("");
  }

  private AttemptFailure refusal() {
    String told = "answers " + status + meaning();
    boolean passing =
        status >= SERVER_ERRORS || status == TIMEOUT || status == EARLY || status == TOO_MANY;
    if (!passing) {
      return AttemptFailure.lasting(told);
    }
    return headers
        .firstValue("Retry-After")
        .flatMap(RangeAnswer::after)
        .map(wanted -> AttemptFailure.passing(told, wanted))
        .orElseGet(() -> AttemptFailure.passing(told));
  }

  private String meaning() {
    return switch (status) {
      case 401, 403 -> " (not allowed)";
      case 404, 410 -> " (not there)";
      case 407 -> " (the proxy wants a password)";
      case TOO_MANY -> " (too many requests)";
      case 503 -> " (overloaded)";
      default -> "";
    };
  }

  /** Seconds, or a date. */
  private static Optional<Duration> after(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
