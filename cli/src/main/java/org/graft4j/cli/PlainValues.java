package org.graft4j.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What is said of an option's value that cannot be one, in words for people. */
final class PlainValues {
  /** The parser's words around a converter's own. */
  private static final Pattern WRAPPED =
      Pattern.compile("Invalid value for option '(--[\\w-]+)'[^:]*: (must .*)");

  private PlainValues() {}

  /** Puts the converters of numbers in the place of the parser's own. */
  static void install(CommandLine command) {
    ITypeConverter<Integer> integers =
        whole(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
    command.registerConverter(Integer.class, integers);
    command.registerConverter(int.class, integers);
    ITypeConverter<Long> longs = whole(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
    command.registerConverter(Long.class, longs);
    command.registerConverter(long.class, longs);
    ITypeConverter<Double> numbers = number();
    command.registerConverter(Double.class, numbers);
    command.registerConverter(double.class, numbers);
  }

  private static <T> ITypeConverter<T> whole(Function<String, T> parse, long least, long most) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "must be a whole number"
                + (text.matches("[-+]?\\d+") ? " from " + least + " to " + most : "")
                + ", but was '"
                + text
                + "'");
      }
    };
  }

  private static ITypeConverter<Double> number() {
    return text -> {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("must be a number, but was '" + text + "'");
      }
    };
  }

  /** The parser's message, or a plainer one where a value was wrong. */
  static String message(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    Matcher wrapped = WRAPPED.matcher(message);
    if (wrapped.matches()) {
      return wrapped.group(1) + " " + wrapped.group(2);
    }
    ArgSpec option = e.getArgSpec();
    if (option != null && option.isOption() && option.type().isEnum() && e.getValue() != null) {
      return ((CommandLine.Model.OptionSpec) option).longestName()
          + " must be "
          + Arrays.stream(option.type().getEnumConstants())
              .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
              .sorted()
              .collect(Collectors.joining(" or "))
          + ", but was '"
          + e.getValue()
          + "'";
    }
    return message;
  }
}
