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
 * @param seeds over how many, 2 at least
 * @param tiny whether to show only that it runs
 * @param data a folder with real pictures
 * @param results where finished trials are kept
 * @param table the document to write the table into
 */
record TrialOptions(
    List<String> names,
    boolean list,
    int seeds,
    boolean tiny,
    Optional<Path> data,
    Optional<Path> results,
    Optional<Path> table) {
  private static final int SEEDS = 8;

  static final String USAGE =
      "[NAME...] [--list] [--seeds N] [--data FOLDER] [--results FILE] [--tiny]";

  static TrialOptions parse(String[] args) {
    List<String> names = new ArrayList<>();
    boolean list = false;
    boolean tiny = false;
    int seeds = SEEDS;
    @Nullable Path data = null;
    @Nullable Path results = null;
    @Nullable Path table = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--list" -> list = true;
        case "--tiny" -> tiny = true;
        case "--seeds" -> seeds = seeds(value(args, i++));
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

  private static int seeds(String text) {
    try {
      int seeds = Integer.parseInt(text);
      if (seeds >= 2) {
        return seeds;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("--seeds must be 2 or more, but was " + text);
  }
}
