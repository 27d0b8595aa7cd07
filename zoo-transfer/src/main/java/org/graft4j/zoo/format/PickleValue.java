package org.graft4j.zoo.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle can hold here besides text, numbers, truth values and bytes.
 *
 * <p>Containers from a pickle may hold themselves or be as deep as the file is long: nothing may
 * walk them recursively, so they compare by identity.
 */
sealed interface PickleValue {

  /** Python's None. */
  enum None implements PickleValue {
    NONE
  }

  /** A Python tuple, or torch.Size. */
  final class Tuple implements PickleValue {
    private final List<Object> items;

    Tuple(List<Object> items) {
      this.items = items;
    }

    List<Object> items() {
      return items;
    }
  }

  /** A Python list. */
  final class Sequence implements PickleValue {
    private final List<Object> items;

    Sequence(List<Object> items) {
      this.items = items;
    }

    List<Object> items() {
      return items;
    }
  }

  /** A Python dictionary of any kind, in the order of its making. */
  final class Dictionary implements PickleValue {
    private final Map<Object, Object> items = new LinkedHashMap<>();

    Map<Object, Object> items() {
      return items;
    }
  }

  /**
   * The functions and classes that a pickle may call; a call is carried out by {@link TorchCalls}.
   */
  enum Callable implements PickleValue {
    ORDERED_DICT("collections.OrderedDict"),
    SIZE("torch.Size"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor"),
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter");

    private final String pythonName;

    Callable(String pythonName) {
      this.pythonName = pythonName;
    }

    static Optional<Callable> named(String pythonName) {
      for (Callable callable : values()) {
        if (callable.pythonName.equals(pythonName)) {
          return Optional.of(callable);
        }
      }
      return Optional.empty();
    }
  }

  /** A class like torch.FloatStorage, which names an element type. */
  record StorageClass(DType dtype) implements PickleValue {
    static Optional<StorageClass> named(String pythonName) {
      DType dtype =
          switch (pythonName) {
            case "torch.DoubleStorage" -> DType.F64;
            case "torch.FloatStorage" -> DType.F32;
            case "torch.HalfStorage" -> DType.F16;
            case "torch.BFloat16Storage" -> DType.BF16;
            case "torch.LongStorage" -> DType.I64;
            case "torch.IntStorage" -> DType.I32;
            case "torch.ShortStorage" -> DType.I16;
            case "torch.CharStorage" -> DType.I8;
            case "torch.ByteStorage" -> DType.U8;
            case "torch.BoolStorage" -> DType.BOOL;
            default -> null;
          };
      return Optional.ofNullable(dtype).map(StorageClass::new);
    }
  }

  /**
   * A storage that the pickle refers to; its bytes lie elsewhere in the file.
   *
   * @param key its name in the file
   * @param elements how many elements it is said to have
   */
  record Storage(String key, DType dtype, long elements) implements PickleValue {}

  /**
   * A view on a storage; the layout fits the number of elements that the storage is said to have.
   */
  record Tensor(Storage storage, TensorLayout layout) implements PickleValue {}
}
