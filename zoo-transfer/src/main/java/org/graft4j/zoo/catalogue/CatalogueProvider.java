package org.graft4j.zoo.catalogue;

import java.io.IOException;

/**
 * A jar's own catalogue, found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/org.graft4j.zoo.catalogue.CatalogueProvider}, and give it a public constructor
 * without arguments.
 */
public interface CatalogueProvider {

  /** What it adds, say {@code Catalogue.read(name, resource)}. Asked once for each zoo. */
  Catalogue catalogue() throws IOException;
}
