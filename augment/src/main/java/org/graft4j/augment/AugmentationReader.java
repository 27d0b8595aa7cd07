package org.graft4j.augment;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.graft4j.data.Augmentation;
import org.graft4j.runtime.NearestName;
import org.graft4j.runtime.StrictJson;

/**
 * Makes augmentations of a JSON tree: the id says which record, the other keys are its components.
 * All problems are {@link IllegalArgumentException}s that begin with the path of the value.
 *
 * @param prototypes by id; their values are those of keys that are left out
 */
record AugmentationReader(Map<String, Transform> prototypes) {
  static final String ID = "id";

  /** The id of {@link Augmentation#NONE}, which has no class of its own. */
  static final String NONE = "none";

  /**
   * One augmentation.
   *
   * @param path where it is, for messages
   */
  Augmentation augmentation(String path, JsonNode node) {
    StrictJson object = new StrictJson(path, node);
    String id = object.text(ID);
    if (id.equals(NONE)) {
      object.requireNothingElse();
      return Augmentation.NONE;
    }
    Transform prototype = prototypes.get(id);
    if (prototype == null) {
      TreeSet<String> known = new TreeSet<>(prototypes.keySet());
      known.add(NONE);
      throw new IllegalArgumentException(
          object.path(ID) + ": " + NearestName.unknown("augmentation", id, known));
    }
    RecordComponent[] components = prototype.getClass().getRecordComponents();
    for (RecordComponent component : components) {
      object.has(component.getName());
    }
    object.requireNothingElse();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String key = components[i].getName();
      values[i] =
          object.has(key)
              ? value(object.path(key), object.any(key), components[i].getGenericType())
              : RecordValues.of(prototype, components[i]);
    }
    return made(path, prototype.getClass(), values);
  }

  private Object value(String path, JsonNode node, Type type) {
    if (type == double.class || type == Double.class) {
      return number(path, node);
    }
    if (type == int.class || type == Integer.class) {
      if (!node.isInt()) {
        throw wrong(path, "a whole number below 2^31", node);
      }
      return node.intValue();
    }
    if (type == boolean.class || type == Boolean.class) {
      if (!node.isBoolean()) {
        throw wrong(path, "true or false", node);
      }
      return node.booleanValue();
    }
    if (type == Range.class) {
      return range(path, node);
    }
    if (type == Fill.class) {
      return fill(path, node);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(path, node, list.getActualTypeArguments()[0]);
    }
    Class<?> simple = (Class<?>) type;
    if (simple.isEnum()) {
      return constant(path, node, simple);
    }
    Augmentation augmentation = augmentation(path, node);
    if (!simple.isInstance(augmentation)) {
      throw new IllegalArgumentException(
          path + " must be a transform, but was " + augmentation.describe());
    }
    return augmentation;
  }

  private List<Object> list(String path, JsonNode node, Type element) {
    if (!node.isArray()) {
      throw wrong(path, "an array", node);
    }
    List<Object> values = new ArrayList<>();
    for (JsonNode value : node) {
      values.add(value(path + "[" + values.size() + "]", value, element));
    }
    return values;
  }

  private static double number(String path, JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw wrong(path, "a finite number", node);
    }
    return node.doubleValue();
  }

  /** Both ends, or one number that is both. */
  private static Range range(String path, JsonNode node) {
    if (node.isNumber()) {
      return Range.of(number(path, node));
    }
    if (!node.isArray() || node.size() != 2) {
      throw wrong(path, "[lowest, highest] or one number", node);
    }
    return at(
        path,
        () -> new Range(number(path + "[0]", node.get(0)), number(path + "[1]", node.get(1))));
  }

  private static Fill fill(String path, JsonNode node) {
    if (!node.isArray() || node.size() != 3) {
      throw wrong(path, "[red, green, blue]", node);
    }
    for (JsonNode part : node) {
      if (!part.isInt()) {
        throw wrong(path, "whole numbers from 0 to 255", node);
      }
    }
    return at(
        path,
        () -> new Fill(node.get(0).intValue(), node.get(1).intValue(), node.get(2).intValue()));
  }

  private static Object constant(String path, JsonNode node, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = RecordValues.name((Enum<?>) constant);
      if (node.isTextual() && node.textValue().equals(name)) {
        return constant;
      }
      names.add(name);
    }
    throw wrong(path, "one of " + String.join(", ", names), node);
  }

  private static Augmentation made(String path, Class<?> type, Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return (Augmentation) type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(path + ": " + refused.getMessage(), refused);
      }
      throw new IllegalStateException(path + ": " + type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must have its canonical constructor public", e);
    }
  }

  private interface Making<T> {
    T make();
  }

  private static <T> T at(String path, Making<T> making) {
    try {
      return making.make();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(path) ? message : path + ": " + message, e);
    }
  }

  private static IllegalArgumentException wrong(String path, String wanted, JsonNode value) {
    String text = value.toString();
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return new IllegalArgumentException(path + " must be " + wanted + ", but was " + shown);
  }
}
