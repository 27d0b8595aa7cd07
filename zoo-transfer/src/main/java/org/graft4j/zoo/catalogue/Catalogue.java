package org.graft4j.zoo.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Weights that can be fetched, by id. Nothing is asked of the network here. Immutable.
 *
 * <p>The library's own holds torchvision's ImageNet weights of every architecture that it has, and
 * some of timm's. Its facts are copied from their publishers' sources; of most files only the first
 * eight digits of the digest are published, in their names.
 */
public final class Catalogue {
  private static final String BUILT_IN = "catalogue.json";

  private record Entry(CatalogueCard card, String origin) {}

  private final Map<String, Entry> entries;

  private Catalogue(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** The library's own. */
  public static Catalogue builtIn() throws IOException {
    try (InputStream in = Catalogue.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new CatalogueException("resource " + BUILT_IN + " is not in the library");
      }
      return read("the library's catalogue", in);
    }
  }

  /**
   * The library's own and those of the {@link CatalogueProvider}s that a class loader finds.
   *
   * @throws CatalogueException if one of them cannot be read, or two have the same id
   */
  public static Catalogue of(ClassLoader loader) throws IOException {
    Catalogue all = builtIn();
    try {
      for (CatalogueProvider provider : ServiceLoader.load(CatalogueProvider.class, loader)) {
        all = all.and(provider.catalogue().from(provider.getClass().getName()));
      }
    } catch (ServiceConfigurationError e) {
      throw new CatalogueException("a catalogue's provider cannot be used: " + e.getMessage(), e);
    }
    return all;
  }

  /**
   * A catalogue file of the user's.
   *
   * @throws CatalogueException if it is not one; the message has the place in it
   */
  public static Catalogue read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such catalogue file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /**
   * A catalogue from anywhere.
   *
   * @param name of it, for messages
   * @param json read to its end, but no further than any catalogue goes; not closed
   * @throws CatalogueException if it is not one; the message has the place in it
   */
  public static Catalogue read(String name, InputStream json) throws IOException {
    return of(name, CatalogueJson.read(name, json));
  }

  /**
   * A catalogue of these.
   *
   * @param name of it, for messages
   * @throws CatalogueException if two have the same id
   */
  public static Catalogue of(String name, List<CatalogueCard> cards) throws CatalogueException {
    Map<String, Entry> entries = new TreeMap<>();
    for (CatalogueCard card : cards) {
      if (entries.put(card.id(), new Entry(card, name)) != null) {
        throw new CatalogueException(name + " has '" + card.id() + "' twice");
      }
    }
    return new Catalogue(Collections.unmodifiableMap(entries));
  }

  /**
   * What is in this one or the other.
   *
   * @throws CatalogueException if an id is in both; the message names both
   */
  public Catalogue and(Catalogue other) throws CatalogueException {
    Map<String, Entry> all = new TreeMap<>(entries);
    for (Map.Entry<String, Entry> added : other.entries.entrySet()) {
      Entry there = all.putIfAbsent(added.getKey(), added.getValue());
      if (there != null) {
        throw new CatalogueException(
            "'"
                + added.getKey()
                + "' is in "
                + there.origin
                + " and in "
                + added.getValue().origin
                + "; give one of them another tag");
      }
    }
    return new Catalogue(Collections.unmodifiableMap(all));
  }

  /** All cards: by architecture, and then by id. */
  public List<CatalogueCard> cards() {
    return entries.values().stream()
        .map(Entry::card)
        .sorted(Comparator.comparing(CatalogueCard::architecture).thenComparing(CatalogueCard::id))
        .toList();
  }

  /** The card of that id, or empty. */
  public Optional<CatalogueCard> find(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::card);
  }

  /** The same under another name. */
  private Catalogue from(String name) {
    Map<String, Entry> renamed = new TreeMap<>();
    entries.forEach(
        (id, entry) ->
            renamed.put(id, new Entry(entry.card, entry.origin + " of the provider " + name)));
    return new Catalogue(Collections.unmodifiableMap(renamed));
  }
}
