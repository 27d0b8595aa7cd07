package org.graft4j.examples.methods;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the programs of trials are told.
 *
 * @param names of the trials to run; empty for all
 * @param list whether to say which there are, and run none
 * @param first the first seed; what is tried before it is measured is tried on other seeds
 * @param seeds over how many, 2 at least
 * @param tiny whether to show only that it runs
 * @param data a folder with real pictures
 * @param results where finished trials are kept
 * @param table the document to write the table into
 */
record TrialOptions(
    List<String> names,
    boolean list,
    int first,
    int seeds,
    boolean tiny,
    Optional<Path> data,
    Optional<Path> results,
    Optional<Path> table) {
  private static final int SEEDS = 6;

  static final String USAGE =
      "[NAME...] [--list] [--first N] [--seeds N] [--data FOLDER] [--results FILE] [--tiny]";

  static TrialOptions parse(String[] args) {
    List<String> names = new ArrayList<>();
    boolean list = false;
    boolean tiny = false;
    int first = 1;
    int seeds = SEEDS;
    @Nullable Path data = null;
    @Nullable Path results = null;
    @Nullable Path table = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--list" -> list = true;
        case "--tiny" -> tiny = true;
        case "--first" -> first = number("--first", value(args, i++), 0);
        case "--seeds" -> seeds = number("--seeds", value(args, i++), 2);
        case "--data" -> data = Path.of(value(args, i++));
        case "--results" -> results = Path.of(value(args, i++));
        case "--table" -> table = Path.of(value(args, i++));
        default -> {
          if (args[i].startsWith("-")) {
            throw new IllegalArgumentException("unknown option '" + args[i] + "'; usage: " + USAGE);
          }
          names.add(args[i]);
        }
      }
    }
    return new TrialOptions(
        List.copyOf(names),
        list,
        first,
        seeds,
        tiny,
        Optional.ofNullable(data),
        Optional.ofNullable(results),
        Optional.ofNullable(table));
  }

  private static String value(String[] args, int option) {
    if (option + 1 == args.length) {
      throw new IllegalArgumentException(args[option] + " must have a value; usage: " + USAGE);
    }
    return args[option + 1];
  }

  private static int number(String option, String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        option + " must be a number, " + least + " or more, but was " + text);
  }
}
