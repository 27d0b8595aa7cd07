package org.graft4j.zoo.format;

import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the weights that Keras stores in HDF5, by jHDF, which knows the structures of the format.
 *
 * <p>Keras 1 and 2 name their layers in the attribute {@code layer_names} of the root, or of the
 * group {@code model_weights} in the file of a whole model, and the weights of a layer in {@code
 * weight_names}: tensors come in that order and are called {@code LAYER/WEIGHT}. Other files, such
 * as those of Keras 3, are walked through, and tensors are called by their paths; the optimiser's
 * are left out.
 *
 * <p>jHDF was not made for hostile files. It sees the file through {@link Hdf5Storage}, its filters
 * and its following of links are not used, and whatever it throws ends here as one line.
 */
final class Hdf5Reader {
  private static final String WHOLE_MODEL = "model_weights";
  private static final String OPTIMISER = "optimizer";
  private static final String LAYERS = "layer_names";
  private static final String WEIGHTS = "weight_names";
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 64;

  private final Hdf5Storage storage;
  private final Map<String, WeightTensor> tensors = new LinkedHashMap<>();
  private final Set<Long> above = new HashSet<>();
  private int nodes;

  private Hdf5Reader(Hdf5Storage storage) {
    this.storage = storage;
  }

  static WeightsContent read(WeightsSource source) throws IOException {
    try {
      Hdf5Reader reader = new Hdf5Reader(new Hdf5Storage(source));
      reader.readAll();
      return new WeightsContent(reader.tensors, Map.of());
    } catch (RuntimeException broken) {
      throw translated(source, broken);
    } catch (StackOverflowError endless) {
      // Trees that lead back into themselves run out of stack before they run out of reads.
      throw source.refuse("its HDF5 structures lead back into themselves");
    }
  }

  private static IOException translated(WeightsSource source, RuntimeException broken) {
    Throwable deepest = broken;
    for (int i = 0; i < DEEPEST && deepest.getCause() != null; i++) {
      if (deepest instanceof UncheckedIOException io) {
        return io.getCause();
      }
      deepest = deepest.getCause();
    }
    if (deepest instanceof IOException io) {
      return io;
    }
    String message = String.valueOf(deepest.getMessage());
    return source.refuse(
        deepest instanceof Hdf5Storage.Refused
            ? WeightsFormatException.printable(message)
            : "its HDF5 structures cannot be read: " + WeightsFormatException.quote(message));
  }

  private void readAll() throws WeightsFormatException {
    Hdf5Node root = new Hdf5Node(storage, "", rootAddress());
    Optional<Hdf5Node> model = root.child(WHOLE_MODEL);
    Hdf5Node top = model.isPresent() ? new Hdf5Node(storage, "", model.get().address()) : root;
    Optional<List<String>> layers = names(top, LAYERS);
    if (layers.isPresent()) {
      readLayers(top, layers.get());
    } else {
      walk(top, 0);
    }
    if (tensors.isEmpty()) {
      throw storage.source().refuse("is an HDF5 file without weights", "save the model's weights");
    }
  }

  private long rootAddress() {
    if (storage.getSuperblock() instanceof SuperblockV0V1 first) {
      long entry = first.getRootGroupSymbolTableAddress();
      return new SymbolTableEntry(storage, entry).getObjectHeaderAddress();
    }
    return ((SuperblockV2V3) storage.getSuperblock()).getRootGroupObjectHeaderAddress();
  }

  /** An attribute's names; long lists are cut into numbered attributes by Keras. */
  private static Optional<List<String>> names(Hdf5Node node, String attribute) {
    Optional<List<String>> whole = node.texts(attribute);
    Optional<List<String>> part = whole.isPresent() ? whole : node.texts(attribute + "0");
    if (whole.isPresent() || part.isEmpty()) {
      return whole;
    }
    List<String> all = new ArrayList<>();
    for (int i = 1; part.isPresent() && all.size() < MOST_NODES; i++) {
      all.addAll(part.get());
      part = node.texts(attribute + i);
    }
    return Optional.of(all);
  }

  private void readLayers(Hdf5Node top, List<String> layers) {
    for (String layer : layers) {
      Hdf5Node group = descend(top, layer, "layer '" + layer + "' of layer_names");
      for (String weight : names(group, WEIGHTS).orElse(List.of())) {
        String what = "weight '" + weight + "' of layer '" + layer + "'";
        put(layer + "/" + weight, descend(group, weight, what));
      }
    }
  }

  private Hdf5Node descend(Hdf5Node from, String path, String what) {
    Hdf5Node node = from;
    for (String step : path.split("/", -1)) {
      count();
      node = node.child(step).orElseThrow(() -> new Hdf5Storage.Refused(what + " is not there"));
    }
    return node;
  }

  private void walk(Hdf5Node group, int depth) {
    count();
    if (depth > DEEPEST || !above.add(group.address())) {
      throw new Hdf5Storage.Refused("group '" + group.path() + "' holds itself, or is too deep");
    }
    for (Map.Entry<String, Long> child : group.children().entrySet()) {
      count();
      Hdf5Node node = new Hdf5Node(storage, group.inner(child.getKey()), child.getValue());
      if (node.isDataset()) {
        put(node.path(), node);
      } else if (depth > 0 || !child.getKey().equals(OPTIMISER)) {
        walk(node, depth + 1);
      }
    }
    above.remove(group.address());
  }

  private void put(String name, Hdf5Node node) {
    if (!node.isDataset()) {
      throw new Hdf5Storage.Refused("'" + name + "' is no dataset");
    }
    if (tensors.put(name, new Hdf5Dataset(storage, node).tensor(name)) != null) {
      throw new Hdf5Storage.Refused("tensor '" + name + "' is there twice");
    }
  }

  private void count() {
    if (++nodes > MOST_NODES) {
      throw new Hdf5Storage.Refused("has more than " + MOST_NODES + " groups and datasets");
    }
  }
}
