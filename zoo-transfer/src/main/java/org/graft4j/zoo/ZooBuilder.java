package org.graft4j.zoo;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.graft4j.runtime.UserFolder;
import org.graft4j.zoo.download.DownloadListener;
import org.graft4j.zoo.download.DownloadSettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Zoo}. What is not said is as the environment says: {@code GRAFT4J_OFFLINE}
 * (anything but {@code 0} or {@code false}), {@code GRAFT4J_WEIGHTS_URL}, {@code GRAFT4J_CATALOGUE}
 * (files, separated as in {@code PATH}), and the folders of {@link UserFolder}. Confined to one
 * thread.
 */
public final class ZooBuilder {
  private static final String WEIGHTS = "weights";

  private final UnaryOperator<@Nullable String> environment;
  private Path data;
  private Path cache;
  private final List<Path> catalogues = new ArrayList<>();
  private ClassLoader providers = Zoo.class.getClassLoader();
  private boolean offline;
  private Optional<URI> baseUrl;
  private DownloadSettings settings = DownloadSettings.standard();
  private DownloadListener listener = DownloadListener.SILENT;

  ZooBuilder(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
    data = UserFolder.data(property, environment).path();
    cache = UserFolder.cache(property, environment).path();
    String off = variable("GRAFT4J_OFFLINE").orElse("0");
    offline = !off.equals("0") && !off.equalsIgnoreCase("false");
    baseUrl =
        variable("GRAFT4J_WEIGHTS_URL")
            .map(
                text -> {
                  try {
                    return URI.create(text);
                  } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                        "GRAFT4J_WEIGHTS_URL must be an address, but was '" + text + "'", e);
                  }
                });
    variable("GRAFT4J_CATALOGUE")
        .ifPresent(
            files -> {
              for (String file : files.split(File.pathSeparator, -1)) {
                if (!file.isBlank()) {
                  catalogues.add(Path.of(file));
                }
              }
            });
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }

  /** Everything in one folder: imported weights, and below {@code cache} what can be made again. */
  public ZooBuilder home(Path folder) {
    data = folder;
    cache = folder.resolve("cache");
    return this;
  }

  /** Whether nothing is ever fetched. */
  public ZooBuilder offline(boolean never) {
    offline = never;
    return this;
  }

  /**
   * Fetches from a mirror only: this takes the place of scheme and host in all addresses of the
   * catalogue.
   *
   * @param base say {@code https://mirror.example/weights}
   */
  public ZooBuilder baseUrl(URI base) {
    baseUrl = Optional.of(base);
    return this;
  }

  /** Adds a catalogue file; it is read when it is needed. */
  public ZooBuilder catalogue(Path file) {
    catalogues.add(file);
    return this;
  }

  /** Looks for {@link org.graft4j.zoo.catalogue.CatalogueProvider}s there. */
  public ZooBuilder providers(ClassLoader loader) {
    providers = loader;
    return this;
  }

  /** Timeouts, patience and the proxy. */
  public ZooBuilder download(DownloadSettings patience) {
    settings = patience;
    return this;
  }

  /** Is told how downloads go. */
  public ZooBuilder listener(DownloadListener told) {
    listener = told;
    return this;
  }

  /** The zoo. Nothing is read yet, and no folder made. */
  public Zoo build() {
    return new Zoo(
        new WeightsFolder(data.resolve(WEIGHTS)),
        new FetchedWeights(new WeightsFolder(cache.resolve(WEIGHTS)), baseUrl, settings, listener),
        new LazyCatalogue(providers, catalogues),
        offline);
  }
}
