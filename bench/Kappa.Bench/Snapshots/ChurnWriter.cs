using System.Globalization;
using System.Text;
using Kappa.Logs;
using Kappa.Snapshots;

namespace Kappa.Bench;

/// <summary>
/// Writes the records that snapshots with a hundredth of their rows changed write, in the order of their keys as these
/// do, without the comparisons: they have a figure of their own.
/// </summary>
internal sealed class ChurnWriter(ILog log, TopicDescription topic, DumpGenerator generator, string scratch)
{
    private readonly SnapshotRow _row = new(["id", "name", "city", "price", "quantity", "active", "updated"]);

    /// <summary>Writes so many of them; each changes other rows than the one before.</summary>
    public void Write(int snapshots)
    {
        using ILogProducer producer = log.OpenProducer($"bench.{topic.Name}");
        for (int snapshot = 0; snapshot < snapshots; snapshot++)
        {
            using var changes = new RowChanges(
                topic.Partitions, $"churn-{snapshot}", timeMs: snapshot,
                new RecordScratch(DiskFileSystem.Instance, scratch, new SnapshotOptions { Key = ["id"] }.SpoolBytes));
            foreach (DumpRow row in generator.Changes(snapshot).OrderBy(row => row.Id, StringComparer.Ordinal))
            {
                Add(row, changes);
            }

            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                if (changes.Buffers[partition].Records > 0)
                {
                    producer.Append(new TopicPartition(topic.Name, partition), changes.Buffers[partition]);
                }
            }

            producer.Commit();
        }
    }

    private void Add(DumpRow row, RowChanges changes)
    {
        _row.AddText(row.Id);
        _row.AddText(row.Name);
        _row.AddText(row.City);
        _row.TryAddNumber(row.Price.ToString(CultureInfo.InvariantCulture));
        _row.TryAddNumber(row.Quantity.ToString(CultureInfo.InvariantCulture));
        _row.AddBoolean(row.Active);
        _row.AddText(row.Updated);
        changes.Update(Encoding.UTF8.GetBytes(row.Id), _row.Json);
        _row.Clear();
    }
}
