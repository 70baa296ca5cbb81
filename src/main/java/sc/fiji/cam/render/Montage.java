package sc.fiji.cam.render;

import java.util.Arrays;
import java.util.List;
import sc.fiji.cam.data.Picture;

/** Many small pictures on a white sheet, each with some lines of text below. */
public final class Montage {
    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0;

    /** Around pictures, pixels. */
    private static final int GAP = 14;

    /** Between lines of text, pixels. */
    private static final int LEADING = 5;

    /** Of the letters, pixels. */
    private static final int DOT = 2;

    /**
     * A picture and what stands below.
     *
     * @param picture no larger than the edge of a tile
     * @param lines of text, printable ASCII; cut where they are wider than the tile
     */
    public record Tile(Picture picture, List<String> lines) {
        /** Copies the list. */
        public Tile {
            lines = List.copyOf(lines);
        }
    }

    private Montage() {}

    /**
     * Lays pictures out, row by row, each in the middle of its square.
     *
     * @param title of the sheet
     * @param tiles in order, at least one
     * @param columns tiles in a row, at least 1
     * @param edge of the square of a tile, pixels
     * @throws IllegalArgumentException if there is no tile, or a picture is larger than its square
     */
    public static Picture of(String title, List<Tile> tiles, int columns, int edge) {
        if (tiles.isEmpty() || columns < 1) {
            throw new IllegalArgumentException(tiles.size() + " tiles in " + columns + " columns");
        }
        Lettering lettering = new Lettering(DOT);
        int lines = tiles.stream().mapToInt(tile -> tile.lines().size()).max().getAsInt();
        int rows = (tiles.size() + columns - 1) / columns;
        int step = edge + GAP;
        int down = step + lines * (lettering.height() + LEADING);
        int width = GAP + columns * step;
        int height = GAP + rows * down;
        int[] rgb = new int[width * height];
        Arrays.fill(rgb, WHITE);
        for (int i = 0; i < tiles.size(); i++) {
            int left = GAP + i % columns * step;
            int top = GAP + i / columns * down;
            paste(rgb, width, left, top, edge, tiles.get(i).picture());
            int y = top + edge + LEADING;
            for (String line : tiles.get(i).lines()) {
                lettering.draw(rgb, width, left, y, lettering.fitted(line, edge), BLACK);
                y += lettering.height() + LEADING;
            }
        }
        return new Picture(title, width, height, rgb);
    }

    private static void paste(int[] rgb, int across, int left, int top, int edge, Picture p) {
        if (p.width() > edge || p.height() > edge) {
            throw new IllegalArgumentException(p + " does not fit into " + edge + " pixels");
        }
        int x = left + (edge - p.width()) / 2;
        int y = top + (edge - p.height()) / 2;
        for (int row = 0; row < p.height(); row++) {
            System.arraycopy(p.rgb(), row * p.width(), rgb, (y + row) * across + x, p.width());
        }
    }
}
