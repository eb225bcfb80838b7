namespace Kappa.Cli;

/// <summary>Writes what becomes of a topology in another version, for people.</summary>
internal static class TopologyDiffText
{
    public static void Write(CliContext context, Topology old, Topology next, IReadOnlyList<TopologyChange> changes)
    {
        context.Out.WriteLine($"{next.Name}   v{old.Version} -> v{next.Version}");
        int width = changes.Max(change => change.Name.Length);
        foreach (TopologyChange change in changes)
        {
            context.Out.WriteLine(
                $"{Sign(change.Kind)} {NameOf(change.Part),-8}  {change.Name.PadRight(width)}  {Text(change)}");
            foreach (string reason in change.Reasons)
            {
                context.Out.WriteLine($"      {reason}");
            }
        }

        context.Out.WriteLine(
            "What functions compute is not seen here: `kappa replay diff` compares results after a replay.");
    }

    private static char Sign(TopologyChangeKind kind) => kind switch
    {
        TopologyChangeKind.Added => '+',
        TopologyChangeKind.Removed => '-',
        TopologyChangeKind.Changed => '~',
        _ => '=',
    };

    private static string NameOf(TopologyPart part) => part switch
    {
        TopologyPart.Source => "source",
        TopologyPart.Store => "store",
        TopologyPart.Exchange => "exchange",
        _ => "output",
    };

    private static string Text(TopologyChange change) => change.Kind switch
    {
        TopologyChangeKind.Added => "new",
        TopologyChangeKind.Removed => "gone",
        TopologyChangeKind.Changed => "changed:",
        _ => "kept",
    };
}
