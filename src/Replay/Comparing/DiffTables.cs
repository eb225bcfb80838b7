using Kappa.Engine;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Puts together what is compared of two versions that stand at one cut.</summary>
/// <param name="images">The images; the caller holds their gate.</param>
/// <param name="open">Receives what must be freed.</param>
internal sealed class DiffTables(VersionImages images, List<IDisposable> open)
{
    /// <summary>Stores by name; one that only one of them has is compared with nothing.</summary>
    public static IEnumerable<TableWalk> Stores(EngineCheckpoint old, EngineCheckpoint now, string? only) =>
        old.Stores.Stores.Concat(now.Stores.Stores).Where(store => !store.IsInternal).Select(store => store.Name)
            .Where(name => only is null || name == only).Distinct().Order(StringComparer.Ordinal)
            .Select(name => TableWalk.OfStore(name, Find(old.Stores, name), Find(now.Stores, name)));

    /// <summary>The table outputs that both may publish to.</summary>
    public IEnumerable<TableWalk> Outputs(
        VersionRun old, EngineCheckpoint oldAt, VersionRun now, EngineCheckpoint nowAt, string? only)
    {
        string[] topics = [.. old.ImageTopics.Union(now.ImageTopics)
            .Where(name => only is null || name == only).Order(StringComparer.Ordinal)];
        foreach (string topic in topics)
        {
            yield return new TableWalk(
                TableKind.Output, topic, Rows(old, oldAt, topic), Rows(now, nowAt, topic), Show(old, topic),
                Show(now, topic));
        }
    }

    private static IStoreView? Find(StoreViews views, string name)
    {
        int index = views.Stores.TakeWhile(store => store.Name != name).Count();
        return index == views.Stores.Count ? null : views[index];
    }

    private static Func<StoreRow, StoreEntry> Show(VersionRun run, string topic)
    {
        OutputRows? rows = run.ImageTopics.Contains(topic) ? new OutputRows(run.Topology, topic) : null;
        return row => rows!.ToEntry(row);
    }

    /// <summary>The rows of a version's output as of its checkpoint.</summary>
    private IEnumerable<TableRow> Rows(VersionRun run, EngineCheckpoint at, string topic)
    {
        if (!run.ImageTopics.Contains(topic))
        {
            return [];
        }

        // While a difference goes out in chunks, the topic does not say yet what the live version says: its image does.
        bool isInTopic = run.Record.State == VersionState.Live && !run.Record.Images.ContainsKey(topic);
        OutputImage image = isInTopic ? images.OfTopic(topic) : images.OfShadow(run.Record, topic);
        image.Follow(at.OutputEnds[image.Legs[^1].Topic]);
        IStateSnapshot[] snapshots = image.OpenSnapshots();
        open.AddRange(snapshots);

        // Readers of a table see keys and values; timestamps and headers travel along.
        return ImageRows.Merged(snapshots)
            .Select(row => new TableRow(new StoreRow(row.Row.Key, row.Row.Value, 0), row.Partition));
    }
}
