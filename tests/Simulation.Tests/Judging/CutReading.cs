using Kappa.Engine;
using Kappa.Interpreter;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>What the recorded cuts say that each slice takes.</summary>
internal static class CutReading
{
    /// <summary>The slices, which together take every record of the sources once.</summary>
    public static List<InputSlice> Slices(ILog log, string topology, IReadOnlyList<SourceRecord> records)
    {
        var slices = new List<InputSlice>();
        var taken = new Dictionary<TopicPartition, long>();
        Cut last = Cut.Zero;
        foreach (RecordedCut recorded in CutHistory.Read(log, topology))
        {
            Assert.Equal(last.Number + 1, recorded.Cut.Number);
            Assert.True(recorded.Cut.ClockMs >= last.ClockMs, $"The clock of {recorded.Cut} goes back from {last}.");
            last = recorded.Cut;
            var slice = new List<SourceRecord>();
            for (int source = 0; source < recorded.Ends.Length; source++)
            {
                TopicPartition partition = recorded.Sources.Partitions[source];
                long from = taken.GetValueOrDefault(partition);
                Assert.True(recorded.Ends[source] >= from, $"{recorded.Cut} goes back in {partition}.");
                taken[partition] = recorded.Ends[source];
                slice.AddRange(records.Where(record => record.Topic == partition.Topic
                    && record.Partition == partition.Partition && record.Offset >= from
                    && record.Offset < recorded.Ends[source]));
            }

            slices.Add(new InputSlice(recorded.Cut, slice));
        }

        Assert.Equal(records.Count, slices.Sum(slice => slice.Records.Count));
        return slices;
    }
}
