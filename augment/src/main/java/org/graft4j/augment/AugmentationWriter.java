package org.graft4j.augment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Augmentation;

/**
 * Makes a JSON tree of augmentations, all components written out; {@link AugmentationReader}'s
 * counterpart.
 *
 * @param prototypes by id
 */
record AugmentationWriter(Map<String, Transform> prototypes) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * One augmentation.
   *
   * @param path where it is, for messages
   * @throws IllegalArgumentException if it, or one that it is made of, is not registered
   */
  ObjectNode tree(String path, Augmentation augmentation) {
    ObjectNode object = NODES.objectNode();
    if (augmentation == Augmentation.NONE) {
      return object.put(AugmentationReader.ID, AugmentationReader.NONE);
    }
    object.put(AugmentationReader.ID, id(path, augmentation));
    for (RecordComponent component : augmentation.getClass().getRecordComponents()) {
      String name = component.getName();
      object.set(name, value(path + "." + name, RecordValues.of(augmentation, component)));
    }
    return object;
  }

  private String id(String path, Augmentation augmentation) {
    for (Map.Entry<String, Transform> prototype : prototypes.entrySet()) {
      if (prototype.getValue().getClass() == augmentation.getClass()) {
        return prototype.getKey();
      }
    }
    throw new IllegalArgumentException(
        path
            + " must be a registered transform to be written to a file, but was '"
            + augmentation.describe()
            + "' of "
            + augmentation.getClass().getName()
            + ": code cannot be written; make it a record and register it by a TransformProvider");
  }

  /** The same number in figures that are read more easily: 0.0005 is 5.0E-4 to Java. */
  private static JsonNode number(double value) {
    double size = Math.abs(value);
    return size >= 1e-6 && size < 1e-3
        ? DecimalNode.valueOf(BigDecimal.valueOf(value).stripTrailingZeros())
        : NODES.numberNode(value);
  }

  private JsonNode value(String path, Object value) {
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Integer number) {
      return NODES.numberNode((int) number);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Range range) {
      return NODES.arrayNode().add(number(range.low())).add(number(range.high()));
    }
    if (value instanceof Fill fill) {
      return NODES.arrayNode().add(fill.red()).add(fill.green()).add(fill.blue());
    }
    if (value instanceof Enum<?> constant) {
      return NODES.textNode(RecordValues.name(constant));
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      for (Object element : list) {
        array.add(value(path + "[" + array.size() + "]", element));
      }
      return array;
    }
    if (value instanceof Augmentation augmentation) {
      return tree(path, augmentation);
    }
    throw new IllegalArgumentException(
        path + " must be of a type that files know, but was " + value.getClass().getName());
  }
}
