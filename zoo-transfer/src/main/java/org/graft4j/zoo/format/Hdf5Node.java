package org.graft4j.zoo.format;

import io.jhdf.FractalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of an HDF5 file: a group with children, or a dataset; both may have attributes. */
final class Hdf5Node {
  private final Hdf5Storage storage;
  private final String path;
  private final ObjectHeader header;
  private @Nullable Map<String, Long> children;

  /**
   * Reads the header at an address.
   *
   * @param path names it in messages; the root's is empty
   */
  Hdf5Node(Hdf5Storage storage, String path, long address) {
    this.storage = storage;
    this.path = path;
    this.header = ObjectHeader.readObjectHeader(storage, address);
  }

  String path() {
    return path;
  }

  long address() {
    return header.getAddress();
  }

  ObjectHeader header() {
    return header;
  }

  boolean isDataset() {
    return header.hasMessageOfType(DataSpaceMessage.class);
  }

  boolean isGroup() {
    return header.hasMessageOfType(SymbolTableMessage.class)
        || header.hasMessageOfType(LinkInfoMessage.class);
  }

  /** The addresses of a group's children by name, in the order of the file. */
  Map<String, Long> children() {
    if (!isGroup()) {
      throw new Hdf5Storage.Refused("'" + path + "' is no group");
    }
    Map<String, Long> known = children;
    if (known == null) {
      known = Hdf5Links.of(storage, path, header);
      children = known;
    }
    return known;
  }

  /** The child of that name, if the group has one. */
  Optional<Hdf5Node> child(String name) {
    Long address = children().get(name);
    return Optional.ofNullable(address).map(a -> new Hdf5Node(storage, inner(name), a));
  }

  /** The path of a child. */
  String inner(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /** The texts of an attribute, an empty list if it holds none; or empty if there is none. */
  Optional<List<String>> texts(String attribute) {
    return attributes().stream()
        .filter(message -> message.getName().equals(attribute))
        .findFirst()
        .map(this::texts);
  }

  private List<String> texts(AttributeMessage message) {
    long[] shape = message.getDataSpace().getDimensionsAsLong();
    long count = TensorLayout.count(shape).orElse(-1L);
    ByteBuffer data = message.getDataBuffer();
    if (data == null || count == 0) {
      return List.of();
    }
    boolean isText =
        message.getDataType() instanceof StringData
            || (message.getDataType() instanceof VariableLength v && v.isVariableLengthString());
    int width = message.getDataType().getSize();
    if (!isText || shape.length > 1 || width <= 0 || count != data.remaining() / width) {
      throw new Hdf5Storage.Refused(
          "attribute '" + message.getName() + "' of '" + path + "' is no list of names");
    }
    Object texts = message.getDataType().fillData(data, new int[] {(int) count}, storage);
    return List.of((String[]) texts);
  }

  private List<AttributeMessage> attributes() {
    List<AttributeMessage> messages =
        new ArrayList<>(header.getMessagesOfType(AttributeMessage.class));
    for (AttributeInfoMessage info : header.getMessagesOfType(AttributeInfoMessage.class)) {
      if (info.getFractalHeapAddress() < 0) {
        continue;
      }
      Hdf5Links.requireModest(
          storage, info.getAttributeNameBTreeAddress(), info.getFractalHeapAddress());
      FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
      BTreeV2<AttributeNameForIndexedAttributesRecord> tree =
          new BTreeV2<>(storage, info.getAttributeNameBTreeAddress());
      for (AttributeNameForIndexedAttributesRecord record : tree.getRecords()) {
        ByteBuffer bytes = heap.getId(record.getHeapId());
        messages.add(new AttributeMessage(bytes, storage, record.getFlags()));
      }
    }
    return messages;
  }
}
