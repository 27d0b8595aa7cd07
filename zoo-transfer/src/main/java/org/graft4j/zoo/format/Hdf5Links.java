package org.graft4j.zoo.format;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The children of an HDF5 group, in any of the three forms in which a file may hold them: a symbol
 * table, messages in the header, or a tree with a heap.
 *
 * <p>Soft links, which may run in a circle, and external links, which lead to other files, are
 * refused; Keras writes neither.
 */
final class Hdf5Links {
  private static final int SOFT_LINK = 2;
  private static final int DEEPEST_TREE = 16;
  private static final int TREE_RECORD_SIZE = 10;
  private static final int TREE_DEPTH = 12;

  private Hdf5Links() {}

  static Map<String, Long> of(Hdf5Storage storage, String path, ObjectHeader header) {
    Map<String, Long> children = new LinkedHashMap<>();
    if (header.hasMessageOfType(SymbolTableMessage.class)) {
      readTable(storage, path, header.getMessageOfType(SymbolTableMessage.class), children);
    } else {
      for (LinkMessage link : messages(storage, header)) {
        if (link.getLinkType() != LinkMessage.LinkType.HARD) {
          throw noHardLink(path, link.getLinkName());
        }
        put(children, path, link.getLinkName(), link.getHardLinkAddress());
      }
    }
    return children;
  }

  private static void readTable(
      Hdf5Storage storage, String path, SymbolTableMessage table, Map<String, Long> children) {
    BTreeV1 tree = BTreeV1.createGroupBTree(storage, table.getBTreeAddress());
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    for (long address : tree.getChildAddresses()) {
      GroupSymbolTableNode node = new GroupSymbolTableNode(storage, address);
      for (SymbolTableEntry entry : node.getSymbolTableEntries()) {
        String name = Utils.readUntilNull(names.position(entry.getLinkNameOffset()));
        if (entry.getCacheType() == SOFT_LINK) {
          throw noHardLink(path, name);
        }
        put(children, path, name, entry.getObjectHeaderAddress());
      }
    }
  }

  private static List<LinkMessage> messages(Hdf5Storage storage, ObjectHeader header) {
    LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() < 0) {
      return header.getMessagesOfType(LinkMessage.class);
    }
    requireModest(storage, info.getBTreeNameIndexAddress(), info.getFractalHeapAddress());
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    BTreeV2<LinkNameForIndexedGroupRecord> tree =
        new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
    List<LinkMessage> links = new ArrayList<>();
    for (LinkNameForIndexedGroupRecord record : tree.getRecords()) {
      ByteBuffer bytes = heap.getId(record.getId());
      links.add(LinkMessage.fromBuffer(bytes, storage.getSuperblock()));
    }
    return links;
  }

  /**
   * Refuses a tree or a heap that claims more records than the file could hold: jHDF makes lists of
   * the claimed length, and raises numbers to the power of the claimed depth.
   */
  static void requireModest(Hdf5Storage storage, long tree, long heap) {
    int lengths = storage.getSizeOfLengths();
    int offsets = storage.getSizeOfOffsets();
    ByteBuffer header = storage.map(tree, 16L + offsets + 2 + lengths);
    int recordSize = Short.toUnsignedInt(header.getShort(TREE_RECORD_SIZE));
    int depth = Short.toUnsignedInt(header.getShort(TREE_DEPTH));
    long records = number(header, 16 + offsets + 2, lengths);
    ByteBuffer heapHeader = storage.map(heap, 14L + 12L * lengths + 3L * offsets + 8);
    int table = 14 + 10 * lengths + 2 * offsets;
    long width = Short.toUnsignedLong(heapHeader.getShort(table));
    int behind = table + 2 + 2 * lengths + 4 + offsets;
    long rows = Short.toUnsignedLong(heapHeader.getShort(behind));
    if (depth > DEEPEST_TREE
        || recordSize < 1
        || records < 0
        || records > storage.size() / recordSize
        || rows * width > storage.size() / offsets) {
      throw new Hdf5Storage.Refused("its tree of names claims more than the file can hold");
    }
  }

  private static long number(ByteBuffer buffer, int at, int bytes) {
    return bytes == Integer.BYTES ? Integer.toUnsignedLong(buffer.getInt(at)) : buffer.getLong(at);
  }

  private static void put(Map<String, Long> children, String path, String name, long address) {
    if (children.put(name, address) != null) {
      throw new Hdf5Storage.Refused("group '" + path + "' has two children '" + name + "'");
    }
  }

  private static Hdf5Storage.Refused noHardLink(String path, String name) {
    return new Hdf5Storage.Refused(
        "'" + name + "' in group '" + path + "' is a soft or external link, which is not followed");
  }
}
