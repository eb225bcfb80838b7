using System.Globalization;
using System.Text;
using Kappa.Graph;

namespace Kappa.Describing;

/// <summary>
/// Draws a topology as a flowchart of Mermaid: a box a subtopology, topics round, stores as cylinders.
/// </summary>
/// <remarks>
/// Nodes are numbered in graph order, so that no name can be a word of Mermaid's; texts are quoted, and what ends a
/// quoted text is written as its entity (https://mermaid.js.org/syntax/flowchart.html).
/// </remarks>
internal sealed class TopologyMermaid
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Node, string> _ids = [];
    private readonly Dictionary<string, string> _topics = new(StringComparer.Ordinal);
    private readonly TopologyGraph _graph;

    private TopologyMermaid(TopologyGraph graph)
    {
        _graph = graph;
        foreach (Node node in graph.Nodes)
        {
            _ids.Add(node, string.Create(CultureInfo.InvariantCulture, $"n{_ids.Count}"));
        }
    }

    public static string Of(string name, int version, TopologyGraph graph)
    {
        var drawing = new TopologyMermaid(graph);
        drawing.Line($"---\ntitle: {name} v{version}\n---\nflowchart LR");
        drawing.DrawTopics();
        foreach (Subtopology part in graph.Subtopologies)
        {
            drawing.Draw(part);
        }

        drawing.DrawEdges();
        return drawing._text.ToString();
    }

    /// <summary>A topic that is read and one that is written are drawn once each, beside the subtopologies.</summary>
    private void DrawTopics()
    {
        IEnumerable<string> written = _graph.Sinks.Select(sink => sink.Topic);
        foreach (string topic in _graph.SourceTopics.Concat(written).Distinct(StringComparer.Ordinal))
        {
            string id = $"t{_topics.Count}";
            _topics.Add(topic, id);
            Line($"    {id}([{Quoted(topic)}])");
        }
    }

    private void Draw(Subtopology part)
    {
        Line($"    subgraph s{part.Id} [\"subtopology {part.Id}, phase {part.Phase}\"]");
        foreach (Node node in part.Inputs.Where(input => input is ISourceNode).Concat(part.Nodes).Distinct())
        {
            Line($"        {_ids[node]}[{Quoted($"{node.Name}\n{node.Kind}")}]");
            foreach (StoreSpec store in node.Stores)
            {
                string id = $"{_ids[node]}_{store.Name.Replace('-', '_')}";
                Line($"        {id}[({Quoted(store.Name)})]");
                Line($"        {_ids[node]} --- {id}");
            }
        }

        Line("    end");
    }

    private void DrawEdges()
    {
        foreach (Node node in _graph.Nodes)
        {
            if (node is ISourceNode source)
            {
                Line($"    {_topics[source.Topic]} --> {_ids[node]}");
            }

            foreach (NodeOutput input in node.Inputs)
            {
                string arrow = input.Node is IExchangeNode ? "==>" : "-->";
                string port = input.Port.Length == 0 ? "" : $"|{Quoted(input.Port)}|";
                Line($"    {_ids[input.Node]} {arrow}{port} {_ids[node]}");
            }

            if (node is ISinkNode sink)
            {
                Line($"    {_ids[node]} --> {_topics[sink.Topic]}");
            }
        }
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Quoted(string text) =>
        $"\"{text.Replace("&", "&amp;").Replace("\"", "&quot;").Replace("<", "&lt;").Replace("\n", "<br>")}\"";
}
