package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts layers in the order in which each takes what the one before gives. */
final class HeadOrder {
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,6})\\D*$");

    private HeadOrder() {}

    /**
     * The order of layers: that of the file, else by the numbers in their names ({@code fc1, bn1,
     * fc2}), else the only one that their widths allow.
     *
     * @param parts linear layers and normalisations
     * @param width of what the first one takes
     * @return all of them; empty if no order fits
     */
    static Optional<List<HeadPart>> of(List<HeadPart> parts, int width) {
        Comparator<HeadPart> number = Comparator.comparingInt(HeadOrder::number);
        List<List<HeadPart>> orders = new ArrayList<>();
        orders.add(parts);
        orders.add(sorted(parts, number.thenComparing(HeadPart::isNorm)));
        orders.add(sorted(parts, number.thenComparing(HeadPart::isLinear)));
        orders.add(byWidth(parts, width));
        return orders.stream().filter(o -> follows(o, width, parts.size())).findFirst();
    }

    private static List<HeadPart> sorted(List<HeadPart> parts, Comparator<HeadPart> by) {
        return parts.stream().sorted(by).toList();
    }

    private static int number(HeadPart part) {
        Matcher match = LAST_NUMBER.matcher(part.name());
        return match.find() ? Integer.parseInt(match.group(1)) : Integer.MAX_VALUE;
    }

    private static boolean follows(List<HeadPart> parts, int width, int count) {
        int next = width;
        for (HeadPart part : parts) {
            if (part.inputs() != next) return false;
            next = part.outputs();
        }
        return parts.size() == count;
    }

    /** Stops where there is a choice. */
    private static List<HeadPart> byWidth(List<HeadPart> parts, int width) {
        List<HeadPart> left = new ArrayList<>(parts);
        List<HeadPart> order = new ArrayList<>();
        int next = width;
        while (!left.isEmpty()) {
            int now = next;
            List<HeadPart> fitting = left.stream().filter(p -> p.inputs() == now).toList();
            // A normalisation keeps the width, so it comes first unless the linear layer does too.
            List<HeadPart> keeping = fitting.stream().filter(p -> p.outputs() == now).toList();
            List<HeadPart> choice = keeping.isEmpty() ? fitting : keeping;
            if (choice.size() != 1) return order;
            order.add(choice.get(0));
            left.remove(choice.get(0));
            next = choice.get(0).outputs();
        }
        return order;
    }
}
