using System.Globalization;
using System.Text;
using Kappa.Graph;

namespace Kappa.Describing;

/// <summary>Describes a topology as text for people: the same description, the same text.</summary>
internal static class TopologyText
{
    public static string Of(string name, int version, string fingerprint, TopologyGraph graph)
    {
        var text = new StringBuilder();
        Line(text, $"topology {name} v{version}");
        Line(text, $"fingerprint {fingerprint}");
        foreach (Subtopology part in graph.Subtopologies)
        {
            Describe(text, part, graph.Subtopologies);
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, Subtopology part, IReadOnlyList<Subtopology> parts)
    {
        Line(text, $"");
        Line(text, $"subtopology {part.Id} (phase {part.Phase})");
        foreach (Node input in part.Inputs)
        {
            Line(text, $"  input   {Input(input)}{Store(input)}");
            Arrows(text, input);
        }

        foreach (IGlobalNode global in part.Globals.Cast<IGlobalNode>())
        {
            Line(text, $"  copy    {global.Topic} (of the global table; store {part.LocalOf(global.Table).Name})");
        }

        foreach (Node node in part.Nodes.Where(node => node is not ISourceNode and not ISinkNode))
        {
            Line(text, $"  {node.Name} ({node.Kind}{With(node)}){Store(node)}");
            if (node is IExchangeNode && node.Children.Count > 0)
            {
                Line(text, $"    -> subtopology {parts.First(other => other.Inputs.Contains(node)).Id}");
                continue;
            }

            Arrows(text, node);
        }

        foreach (Node sink in part.Nodes.Where(node => node is ISinkNode))
        {
            Line(text, $"  output  {((ISinkNode)sink).Topic} ({Kind(sink)}; {Serdes(sink)})");
        }
    }

    private static string Input(Node input) => input switch
    {
        ISourceNode source => $"{source.Topic} ({input.Kind}; {Serdes(input)})",
        _ => $"{input.Name} ({input.Kind})",
    };

    private static string Kind(Node sink) => ((ISinkNode)sink).Output == OutputKind.Table ? "table" : "stream";

    private static string Serdes(Node node) => string.Join(
        ", ",
        node.Settings.Where(pair => pair.Name != "topic").Select(pair => $"{pair.Name} = {pair.Value}"));

    private static string With(Node node)
    {
        string settings = string.Join(", ", node.Settings.Select(pair => $"{pair.Name} = {pair.Value}"));
        return settings.Length == 0 ? "" : $"; {settings}";
    }

    private static string Store(Node node) => string.Concat(node.Stores.Select(store => Invariant(
        $" [store {store.Name}; key = {store.KeySerdeName}, value = {store.ValueSerdeName}{With(store)}]")));

    private static string With(StoreSpec store) =>
        string.Concat(store.Settings.Select(setting => $", {setting.Name} = {setting.Value}"));

    private static void Arrows(StringBuilder text, Node node)
    {
        foreach (IGrouping<string, string> output in node.Children.Distinct()
            .SelectMany(child => child.Inputs
                .Where(input => input.Node == node).Select(input => (input.Port, child.Name)))
            .GroupBy(edge => edge.Port, edge => edge.Name))
        {
            string port = output.Key.Length == 0 ? "" : $"{output.Key} ";
            Line(text, $"    {port}-> {string.Join(", ", output.Distinct())}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(Invariant(line)).Append('\n');
}
