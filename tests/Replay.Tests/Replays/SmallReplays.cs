using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>Replays of a few records in runs of three slices, so that there is much to be seen on the way.</summary>
internal static class SmallReplays
{
    public static EngineSettings Small(EngineSettings settings) =>
        settings with { Limits = settings.Limits with { SliceRecords = 1, RunRecords = 3 } };

    /// <summary>Writes records before the versions start, so that they are history of many cuts.</summary>
    public static async Task StartWithBacklogAsync(ReplaySite site, int records, params OfferedVersion[] offered)
    {
        site.CreateTopic(Totals.Input, VersionsFixture.Partitions);
        for (int record = 0; record < records; record++)
        {
            string key = ((char)('a' + (record % 7))).ToString();
            int partition = Kappa.Logs.KeyPartitioner.Partition(
                System.Text.Encoding.UTF8.GetBytes(key), VersionsFixture.Partitions);
            site.Append(Totals.Input, partition, (key, $"{record},", 1_000 + record));
        }

        await site.StartAsync(offered);
        await site.Fixture.SettleAsync();
    }

    public static OfferedVersion WithOwnOutput(int version)
    {
        var builder = new StreamBuilder();
        KStream<string, string> letters = builder.Stream<string, string>(Totals.Input);
        letters.GroupByKey().Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"))
            .ToStream().To(Totals.Output);
        letters.To("own");
        return new OfferedVersion(builder.Build(Totals.Name, version), $"OwnV{version}", null);
    }
}
