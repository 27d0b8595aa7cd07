package org.graft4j.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it: {@code 10g}, {@code 1.5 GiB}, {@code 500m}.
 *
 * @param bytes not negative
 */
record ByteSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
  private static final List<String> UNITS = List.of("", "k", "m", "g", "t");
  private static final int STEP = 1024;

  /** 2 to the 63rd bytes. */
  private static final String LIMIT = "8388608t";

  /** Reads one; units are powers of 1024. */
  static ByteSize parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a size must be a number with k, m, g or t, say 10g, but was '" + text + "'");
    }
    int power = UNITS.indexOf(form.group(2).toLowerCase(Locale.ROOT));
    BigDecimal bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(STEP).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is too large: a size must be below " + LIMIT + ", say 10g");
    }
    return new ByteSize(bytes.longValue());
  }

  /** Say {@code 1.4 GB}. */
  @Override
  public String toString() {
    double value = bytes;
    int power = 0;
    while (value >= STEP && power < UNITS.size() - 1) {
      value /= STEP;
      power++;
    }
    String unit = UNITS.get(power).toUpperCase(Locale.ROOT) + "B";
    return String.format(Locale.ROOT, power == 0 ? "%.0f %s" : "%.1f %s", value, unit);
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
