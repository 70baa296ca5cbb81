package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.checkpoint.ScriptValue.Node;

/** Programs as torch prints them, followed as text. */
class ScriptMachineTest {
    /** Members in memory. */
    private record Members(Map<String, String> texts) implements Archive {
        @Override
        public String origin() {
            return "x.pt";
        }

        @Override
        public List<String> names() {
            return List.copyOf(texts.keySet());
        }

        @Override
        public boolean has(String name) {
            return texts.containsKey(name);
        }

        @Override
        public Bytes open(String name) {
            byte[] bytes = texts.get(name).getBytes(StandardCharsets.UTF_8);
            return new Bytes.InMemory(origin(), bytes);
        }
    }

    private static Object run(String... forward) {
        String code =
                "class Net(Module):\n"
                        + "  alpha : Final[float] = 0.25\n"
                        + "  def forward(self: __torch__.Net,\n    x: Tensor,\n    p: float=0.5)"
                        + " -> Tensor:\n    "
                        + String.join("\n    ", forward)
                        + "\ndef twice(x: Tensor, op: str=\"a, b = (c\") -> Tensor:\n"
                        + "  return torch.relu_(torch.relu(x))\n";
        ScriptCode archive = new ScriptCode(new Members(Map.of("code/__torch__.py", code)), "");
        Inert.Made model = new Inert.Made(new Inert.Global("__torch__", "Net"), new Inert.Seq());
        Inert.Dict state = new Inert.Dict();
        state.entries.put("training", true);
        state.entries.put("sizes", new Inert.Seq(List.of(1L, 2L)));
        model.state = state;
        return new ScriptMachine(archive, List.of()).run(model);
    }

    /** Operators from the answer to the picture, by their first arguments. */
    private static String chain(Object result) {
        StringBuilder chain = new StringBuilder();
        Object at = result;
        while (at instanceof Node node) {
            chain.append(node.operator()).append(' ');
            at = node.argument(0);
        }
        return chain.toString().strip();
    }

    @Test
    void callsAreFollowedIntoFunctions() {
        assertEquals(
                "tanh relu relu input",
                chain(run("y = __torch__.twice(x, )", "return torch.tanh(y)")));
        assertEquals("tanh input", chain(run("f = torch.tanh", "return f(x, )")));
    }

    @Test
    void settingsAndDefaultsAreKnown() {
        Node node =
                assertInstanceOf(Node.class, run("a = self.alpha", "return torch.elu(x, a, p)"));
        assertEquals(List.of(0.25, 0.5), node.arguments().subList(1, 3));
        node =
                (Node)
                        run(
                                "return torch.pad(x, [(self.sizes)[1], -3], \"constant\", 1.0000000000000001e-05)");
        assertEquals(List.of(2L, -3L), node.argument(1));
        assertEquals("constant", node.argument(2));
        assertEquals(1e-5, node.argument(3));
    }

    @Test
    void aProgramIsInEvaluation() {
        assertEquals(
                "relu input",
                chain(
                        run(
                                "if self.training:",
                                "  y = torch.dropout(x)",
                                "else:",
                                "  y = x",
                                "return torch.relu(y)")));
    }

    @Test
    void whereAConditionIsNotKnownBothWaysCount() {
        String[] checked = {
            "if torch.ne(torch.dim(x), 4):",
            "  ops.prim.RaiseException(\"4 (four)\")",
            "else:",
            "  pass",
            "return torch.relu(x)"
        };
        assertEquals("relu input", chain(run(checked)));
        Node either =
                (Node)
                        run(
                                "if torch.gt(torch.len(torch.size(x)), 3):",
                                "  y = torch.tanh(x)",
                                "else:",
                                "  y = torch.relu(x)",
                                "return y");
        assertEquals("either", either.operator());
        assertEquals("tanh input", chain(either.argument(0)));
        assertEquals("relu input", chain(either.argument(1)));
    }

    @Test
    void answersInTuplesAndDictionaries() {
        assertEquals("relu input", chain(((List<?>) run("return (torch.relu(x), x)")).get(0)));
        assertEquals(
                "relu input", chain(((List<?>) run("return {\"logits\": torch.relu(x)}")).get(0)));
    }

    @Test
    void whatCannotBeFollowedIsSaid() {
        assertTrue(lost("return (self).other(x, )").contains("method other"));
        assertTrue(lost("return (self).forward(x, )").contains("levels"));
        assertTrue(lost("ops.prim.RaiseException(\"no\")").contains("error of the program"));
        String half = "  return torch.relu(x)";
        assertTrue(
                lost("if torch.size(x):", half, "else:", "  pass", "return x").contains("depends"));
    }

    private static String lost(String... forward) {
        return assertThrows(ScriptMachine.Lost.class, () -> run(forward)).getMessage();
    }

    @Test
    void brokenCodeIsNoMoreThanUnknown() {
        String deep = "(".repeat(5000) + "x" + ")".repeat(5000);
        String quoted = "\"" + "\\\\n".repeat(100_000) + "\"";
        for (String text : List.of("torch.relu(x", "{x: ", ")", "1e", "", deep, "[" + quoted)) {
            assertInstanceOf(ScriptExpr.Unknown.class, ScriptParser.parse(text), text);
        }
        assertInstanceOf(ScriptExpr.Constant.class, ScriptParser.parse(quoted));
        assertTrue(ScriptLines.blocks("class A(\n".repeat(10_000)).size() <= 1);
        assertEquals(1, ScriptLines.blocks(" a:\n  b:\n   c").size());
    }
}
