package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The members of a zip file with the places of their bytes. Stricter than {@code java.util.zip}:
 * members that overlap, share a name or reach past the directory are refused, and sizes are those
 * of the directory (torch writes none into its local headers).
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 4.3</a>
 */
final class ZipDirectory implements Archive {
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_MEMBERS = 200_000;
    private static final int MAX_DIRECTORY = 1 << 26;
    private static final long MARKER = 0xffffffffL;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /**
     * One member.
     *
     * @param name path inside the archive
     * @param deflated whether its bytes are compressed
     * @param offset first byte of the data in the file
     * @param packed bytes in the file
     * @param size bytes when unpacked
     */
    private record Member(String name, boolean deflated, long offset, long packed, long size) {}

    /** A directory's place: first byte, length, number of members. */
    private record Place(long offset, long length, long members) {}

    private final Bytes file;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private ZipDirectory(Bytes file) {
        this.file = file;
    }

    /**
     * Reads the directory.
     *
     * @throws sc.fiji.cam.data.CamException if it is damaged or encrypted
     */
    static ZipDirectory read(Bytes file) {
        ZipDirectory directory = new ZipDirectory(file);
        Place place = directory.place();
        directory.readMembers(place);
        directory.checkOverlaps(place);
        return directory;
    }

    @Override
    public String origin() {
        return file.origin();
    }

    /** In the order of the directory. */
    @Override
    public List<String> names() {
        return new ArrayList<>(members.keySet());
    }

    @Override
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The bytes are unpacked when they are needed. */
    @Override
    public Bytes open(String name) {
        Member member = members.get(name);
        if (member == null) throw bad("has no member " + name);
        Bytes packed = file.slice(member.offset(), member.packed());
        return member.deflated() ? new Deflated(name, packed, member.size()) : packed;
    }

    private Place place() {
        long size = file.size();
        int tail = (int) Math.min(size, END_SIZE + MAX_COMMENT);
        ByteBuffer in = file.read(size - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            if (in.getInt(at) != END) continue;
            if (at + END_SIZE + (in.getShort(at + 20) & 0xffff) > tail) continue;
            Place place =
                    new Place(
                            in.getInt(at + 16) & MARKER,
                            in.getInt(at + 12) & MARKER,
                            in.getShort(at + 10) & 0xffff);
            return checked(place64(size - tail + at, place));
        }
        throw bad("starts like a zip file, but its directory at the end is missing");
    }

    /** The place that a zip64 end record names, if one stands before the ordinary one. */
    private Place place64(long end, Place ordinary) {
        if (end < LOCATOR_SIZE) return ordinary;
        ByteBuffer locator = file.read(end - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.getInt(0) != LOCATOR64) return ordinary;
        ByteBuffer record = file.read(locator.getLong(8), 56);
        if (record.getInt(0) != END64) throw bad("its zip64 end record is missing");
        return new Place(record.getLong(48), record.getLong(40), record.getLong(32));
    }

    private Place checked(Place place) {
        boolean sane =
                place.offset() >= 0
                        && place.length() >= 0
                        && place.length() <= MAX_DIRECTORY
                        && place.members() >= 0
                        && place.members() <= MAX_MEMBERS;
        if (sane) return place;
        throw bad("its zip directory claims impossible sizes " + place);
    }

    private void readMembers(Place place) {
        ByteBuffer in = file.read(place.offset(), (int) place.length());
        for (long i = 0; i < place.members(); i++) {
            if (in.remaining() < CENTRAL_SIZE || in.getInt(in.position()) != CENTRAL) {
                throw bad("its zip directory ends after " + i + " of " + place.members());
            }
            Member member = member(in);
            if (members.put(member.name(), member) != null) {
                throw bad("holds two members named " + member.name());
            }
        }
    }

    private Member member(ByteBuffer in) {
        int at = in.position();
        int flags = in.getShort(at + 8);
        int method = in.getShort(at + 10) & 0xffff;
        int nameLength = in.getShort(at + 28) & 0xffff;
        int extraLength = in.getShort(at + 30) & 0xffff;
        int commentLength = in.getShort(at + 32) & 0xffff;
        int next = at + CENTRAL_SIZE + nameLength + extraLength + commentLength;
        if (next > in.limit()) throw bad("its zip directory is cut off");
        byte[] text = new byte[nameLength];
        in.get(at + CENTRAL_SIZE, text);
        String name = new String(text, StandardCharsets.UTF_8);
        ByteBuffer extra = in.slice(at + CENTRAL_SIZE + nameLength, extraLength).order(in.order());
        long[] sizes = {
            in.getInt(at + 24) & MARKER, in.getInt(at + 20) & MARKER, in.getInt(at + 42) & MARKER
        };
        fill64(extra, sizes, name);
        in.position(next);
        if ((flags & 1) != 0) {
            throw new UnsupportedCheckpoint(
                    file.origin(), "is an encrypted zip file", "Save it without a password.");
        }
        if (method != STORED && method != DEFLATED) {
            throw new UnsupportedCheckpoint(
                    file.origin(),
                    "member " + name + " has compression method " + method,
                    "Zip it again without compression.");
        }
        if (method == STORED && sizes[0] != sizes[1]) throw bad("sizes of " + name + " disagree");
        return new Member(name, method == DEFLATED, dataOffset(sizes[2], text), sizes[1], sizes[0]);
    }

    /** Replaces sizes that do not fit 32 bits by those of the zip64 extra field. */
    private void fill64(ByteBuffer extra, long[] sizes, String name) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) throw bad("extra field of " + name + " is cut off");
            ByteBuffer field = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            if (id != 1) continue;
            for (int i = 0; i < sizes.length; i++) {
                if (sizes[i] == MARKER && field.remaining() >= 8) sizes[i] = field.getLong();
            }
        }
    }

    private long dataOffset(long local, byte[] name) {
        ByteBuffer header = file.read(local, LOCAL_SIZE + name.length);
        int nameLength = header.getShort(26) & 0xffff;
        int extraLength = header.getShort(28) & 0xffff;
        boolean same =
                header.getInt(0) == LOCAL
                        && nameLength == name.length
                        && header.slice(LOCAL_SIZE, nameLength).equals(ByteBuffer.wrap(name));
        if (same) return local + LOCAL_SIZE + nameLength + extraLength;
        throw bad("its zip directory and the header at byte " + local + " disagree");
    }

    private void checkOverlaps(Place place) {
        List<Member> sorted = new ArrayList<>(members.values());
        Collections.sort(sorted, Comparator.comparingLong(Member::offset));
        long end = 0;
        for (Member member : sorted) {
            long start = member.offset() - LOCAL_SIZE - utf8(member.name());
            if (start < end) throw bad("member " + member.name() + " overlaps another");
            if (member.packed() < 0 || member.packed() > place.offset() - member.offset()) {
                throw bad("member " + member.name() + " reaches past the data");
            }
            end = member.offset() + member.packed();
        }
    }

    private static int utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private BadCheckpoint bad(String problem) {
        return new BadCheckpoint(
                file.origin(),
                problem,
                "The file is cut off or damaged. Copy or download it again.");
    }
}
