package sc.fiji.cam.fiji;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.util.ClassUtils;

/**
 * A SciJava command whose options are texts under their macro keys. None is required and none is
 * remembered: SciJava would turn bad numbers into 0, cancel without a word, and hand the values of
 * the last run to the next. The settings decide what is valid, and errors reach the caller as
 * exceptions.
 */
abstract class OptionsCommand extends ContextCommand {
    /** The options that were given: the texts of all fields of this command, by key. */
    final Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (Field field : ClassUtils.getAnnotatedFields(getClass(), Parameter.class)) {
            Object value =
                    field.getType() == String.class ? ClassUtils.getValue(field, this) : null;
            boolean input = field.getAnnotation(Parameter.class).type() != ItemIO.OUTPUT;
            if (input && value != null && !value.equals("")) given.put(field.getName(), "" + value);
        }
        return given;
    }
}
