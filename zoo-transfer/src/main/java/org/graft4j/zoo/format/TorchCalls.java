package org.graft4j.zoo.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a pickle can refer to or call: the allow-list. Whatever is not here is refused by
 * its name; nothing is ever looked up or loaded.
 *
 * <p>The argument lists are those of {@code torch/_utils.py} and {@code torch/serialization.py}.
 */
final class TorchCalls {
  private static final long MOST_COPIES = 1 << 20;

  private final WeightsSource source;
  private final Map<String, PickleValue.Storage> storages = new LinkedHashMap<>();
  private long copies;

  TorchCalls(WeightsSource source) {
    this.source = source;
  }

  /** The storages that were referred to, by key. */
  Map<String, PickleValue.Storage> storages() {
    return storages;
  }

  /** What a name stands for. */
  PickleValue global(String module, String name) throws WeightsFormatException {
    String pythonName = module + "." + name;
    var callable = PickleValue.Callable.named(pythonName);
    if (callable.isPresent()) {
      return callable.get();
    }
    return PickleValue.StorageClass.named(pythonName)
        .orElseThrow(
            () ->
                source.refuse(
                    String.format(
                        Locale.ROOT,
                        "its pickle refers to %s, which is no part of a state dictionary",
                        WeightsFormatException.quote(pythonName)),
                    "it could run code, so it is not loaded; trust no such file, or have its"
                        + " maker save the state_dict alone or as safetensors"));
  }

  /** The value of a call. */
  Object call(Object function, Object arguments) throws WeightsFormatException {
    if (!(function instanceof PickleValue.Callable callable)
        || !(arguments instanceof PickleValue.Tuple tuple)) {
      throw source.refuse("its pickle calls something that is no function");
    }
    List<Object> items = tuple.items();
    return switch (callable) {
      case ORDERED_DICT -> orderedDict(items);
      case SIZE -> new PickleValue.Tuple(copied(only(items)));
      case REBUILD_TENSOR -> tensor(items, Set.of(4));
      case REBUILD_TENSOR_V2 -> tensor(items, Set.of(6, 7));
      case REBUILD_PARAMETER -> parameter(items);
    };
  }

  /**
   * The storage that a persistent id names: ("storage", class, key, location, elements[, view]).
   */
  PickleValue.Storage storage(Object persistentId) throws WeightsFormatException {
    if (persistentId instanceof PickleValue.Tuple tuple) {
      List<Object> id = tuple.items();
      boolean whole = id.size() == 5 || (id.size() == 6 && id.get(5) == PickleValue.None.NONE);
      if (whole
          && "storage".equals(id.get(0))
          && id.get(1) instanceof PickleValue.StorageClass type
          && id.get(2) instanceof String key
          && id.get(4) instanceof Long elements
          && elements >= 0) {
        return known(new PickleValue.Storage(key, type.dtype(), elements));
      }
    }
    throw source.refuse("its pickle has a persistent id that names no storage");
  }

  private PickleValue.Storage known(PickleValue.Storage storage) throws WeightsFormatException {
    PickleValue.Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "its pickle gives storage %s two types or lengths",
              WeightsFormatException.quote(storage.key())));
    }
    return storage;
  }

  private PickleValue.Dictionary orderedDict(List<Object> arguments) throws WeightsFormatException {
    PickleValue.Dictionary dictionary = new PickleValue.Dictionary();
    if (!arguments.isEmpty()) {
      // Python 2 gave the items here.
      for (Object pair : copied(only(arguments))) {
        List<Object> keyAndValue = items(pair);
        if (keyAndValue.size() != 2) {
          throw badArguments("collections.OrderedDict");
        }
        dictionary.items().put(key(keyAndValue.get(0)), keyAndValue.get(1));
      }
    }
    return dictionary;
  }

  /** A key that a dictionary can hold: text, a number, a truth value, None or a tuple. */
  Object key(Object key) throws WeightsFormatException {
    boolean mutable =
        key instanceof PickleValue.Sequence
            || key instanceof PickleValue.Dictionary
            || key instanceof byte[];
    if (mutable) {
      throw source.refuse("its pickle has a list, a dictionary or bytes as a dictionary's key");
    }
    return key;
  }

  private PickleValue.Tensor tensor(List<Object> arguments, Set<Integer> counts)
      throws WeightsFormatException {
    if (counts.contains(arguments.size())
        && arguments.get(0) instanceof PickleValue.Storage storage
        && arguments.get(1) instanceof Long offset) {
      TensorLayout layout =
          new TensorLayout(numbers(arguments.get(2)), numbers(arguments.get(3)), offset);
      var defect = layout.defect(storage.elements());
      if (defect.isPresent()) {
        throw source.refuse("a tensor of its pickle has " + defect.get());
      }
      return new PickleValue.Tensor(storage, layout);
    }
    throw badArguments("torch._utils._rebuild_tensor");
  }

  private PickleValue.Tensor parameter(List<Object> arguments) throws WeightsFormatException {
    if (arguments.size() == 3 && arguments.get(0) instanceof PickleValue.Tensor tensor) {
      return tensor;
    }
    throw badArguments("torch._utils._rebuild_parameter");
  }

  private long[] numbers(Object sequence) throws WeightsFormatException {
    List<Object> items = items(sequence);
    if (items.size() > TensorLayout.HIGHEST_RANK) {
      throw source.refuse("its pickle has a tensor of " + items.size() + " dimensions");
    }
    long[] numbers = new long[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items.get(i) instanceof Long number)) {
        throw badArguments("torch._utils._rebuild_tensor");
      }
      numbers[i] = number;
    }
    return numbers;
  }

  /** Items for a call that copies them; the same large list could be handed to many calls. */
  private List<Object> copied(Object value) throws WeightsFormatException {
    List<Object> items = items(value);
    copies += items.size();
    if (copies > MOST_COPIES) {
      throw source.refuse("its pickle copies more than " + MOST_COPIES + " items");
    }
    return List.copyOf(items);
  }

  private List<Object> items(Object value) throws WeightsFormatException {
    if (value instanceof PickleValue.Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof PickleValue.Sequence list) {
      return list.items();
    }
    throw source.refuse("its pickle has something else where a tuple or list belongs");
  }

  private Object only(List<Object> arguments) throws WeightsFormatException {
    if (arguments.size() != 1) {
      throw source.refuse("its pickle calls a function with too many or too few arguments");
    }
    return arguments.get(0);
  }

  private WeightsFormatException badArguments(String function) {
    return source.refuse("its pickle calls " + function + " with arguments it does not take");
  }
}
