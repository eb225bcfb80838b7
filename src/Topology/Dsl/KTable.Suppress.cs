using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

public sealed partial class KTable<TKey, TValue>
{
    /// <summary>Holds updates back: of those of a key that come while it waits, only the last one goes on.</summary>
    /// <param name="suppressed">Until when, and how many at most.</param>
    /// <exception cref="KappaException">
    /// KAP1006: the buffer's name is taken. KAP1082, KAP1087: the table's keys have no windows that could
    /// close, or such as never do.
    /// </exception>
    public KTable<TKey, TValue> Suppress(Suppressed suppressed)
    {
        ArgumentNullException.ThrowIfNull(suppressed);
        IWindowedNode? windows = suppressed.Limit is null ? WindowsOf(Node) : null;
        if (suppressed.Limit is null && windows?.EndOf is not Func<TKey, long>)
        {
            throw TopologyErrors.NoWindowsToClose(Node.Name);
        }

        if (windows is { NeverCloses: true })
        {
            throw WindowErrors.NeverCloses(Node.Name);
        }

        string root = $"{_root}-suppress";
        var buffer = new HeldStoreSpec<TKey, TValue>(
            suppressed.Name ?? Names.Sanitise(root), KeySerde ?? _draft.Serdes.For<TKey>(),
            ValueSerde ?? _draft.Serdes.For<TValue>());
        _draft.AddStore($"suppress of '{_prefix}'", buffer);
        var node = new SuppressNode<TKey, TValue>(
            suppressed.Name is { } name ? $"{name}.suppress" : NameOf("suppress"), Node,
            (long?)suppressed.Limit?.TotalMilliseconds ?? windows!.ClosesAfterMs, suppressed.Buffer,
            (Func<TKey, long>?)windows?.EndOf, buffer);
        return new KTable<TKey, TValue>(_draft, _draft.Add(node), node.Name, root)
        {
            KeySerde = KeySerde,
            ValueSerde = ValueSerde,
        };
    }

    /// <summary>The operator whose windows the rows have; of several, that whose windows close last.</summary>
    private static IWindowedNode? WindowsOf(Node node) => node as IWindowedNode
        ?? node.Parents.Select(WindowsOf).OfType<IWindowedNode>().MaxBy(windows => windows.ClosesAfterMs);
}
