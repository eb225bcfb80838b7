using Kappa.Logs;
using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>
/// Tables and their past as the API and the commands show them; the same for a worker and for a log that none has.
/// </summary>
internal static class TableService
{
    /// <summary>Reads the table as of a moment.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="moment">The moment as the user names it; null for now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">
    /// KAP2103 (exit 3): there is no such topic. KAP8006 (exit 5): it forgets. KAP8020 (exit 3): no such moment.
    /// </exception>
    public static TableFold Fold(
        ILog log, string topic, string? moment, CancellationToken cancellationToken)
    {
        TopicDescription found = TopicService.Require(log, topic);
        if (moment is not null)
        {
            SnapshotTopic.Require(log, topic);
        }

        return TableFold.Read(log, found, TablePoints.Find(log, found, moment), cancellationToken);
    }

    /// <summary>The snapshots of a topic, in the order in which they were applied.</summary>
    public static IReadOnlyList<SnapshotManifest> Snapshots(ILog log, string topic) =>
        ManifestTopic.Read(log, TopicService.Require(log, topic));

    /// <summary>All changes of a row, in their order.</summary>
    public static IEnumerable<KeyChange> Changes(ILog log, string topic, string key) =>
        TableHistory.Of(log, TopicService.Require(log, topic), key);
}
