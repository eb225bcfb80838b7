using System.Security.Cryptography;
using System.Text;
using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Digests structure and settings: kinds, names, edges, topics, serdes, stores. Not the code of functions, nor error
/// policies, nor the topology's name and version.
/// </summary>
/// <remarks>
/// The text that is digested is part of the registry's format: a line a node in graph order, fields between tabs, which
/// no name contains. Another text needs another <see cref="Format"/>, and versions registered before keep theirs.
/// </remarks>
internal static class TopologyFingerprint
{
    private const string Format = "kappa-topology-1";

    public static string Of(TopologyGraph graph)
    {
        var text = new StringBuilder(Format).Append('\n');
        foreach (Node node in graph.Nodes)
        {
            text.AppendJoin('\t', Fields(node)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<string> Fields(Node node)
    {
        yield return node.Kind;
        yield return node.Name;
        yield return $"parents={string.Join(',', node.Inputs.Select(Text))}";
        yield return $"children={string.Join(',', node.Children.Select(child => child.Name))}";
        foreach ((string setting, string value) in node.Settings)
        {
            yield return $"{setting}={value}";
        }

        foreach (StoreSpec store in node.Stores)
        {
            yield return $"store={store.Name}";
            yield return $"store-key={store.KeySerdeName}";
            yield return $"store-value={store.ValueSerdeName}";
            foreach ((string setting, string value) in store.Settings)
            {
                yield return $"store-{setting}={value}";
            }
        }
    }

    /// <summary>No name has a colon: an input from a named output differs from one of a node of that name.</summary>
    private static string Text(NodeOutput input) =>
        input.Port.Length == 0 ? input.Node.Name : $"{input.Node.Name}:{input.Port}";
}
