using System.Globalization;
using System.Text.Json;
using Kappa.Engine;
using Kappa.Replay;

namespace Kappa.Cli;

/// <summary>
/// The second half of the demo: replays version 2 beside version 1, compares, switches, asks, and takes it back.
/// </summary>
internal sealed class DemoReplay(CliContext context, TopologyVersions versions, TextWriter story)
{
    private const int Version = 2;
    private const string Store = "delays-by-airport";
    private const string Airport = "ATL";
    private const int Samples = 5;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReplayAsync(cancellationToken);
        await CompareAsync(cancellationToken);
        var options = new CutoverOptions { By = "demo", Reason = "the demo" };
        PrintSwitch("Switched", await versions.CutoverAsync(null, options, cancellationToken));
        PrintRow();
        PrintSwitch("Took it back", await versions.RollbackAsync(options, cancellationToken));
        await versions.RetireAsync(Version, "demo", "the end of the demo", cancellationToken);
        await story.WriteLineAsync($"Retired v{Version}: its topics and its state are gone, and v1 is live as before.");
    }

    private async Task ReplayAsync(CancellationToken cancellationToken)
    {
        long started = context.Time.GetTimestamp();
        var request = new ReplayRequest(Version, By: "demo", Reason: "late flights are counted");
        await versions.StartReplayAsync(request, cancellationToken);
        VersionStatus status = await versions.WaitAsync(
            Version, current => current.Record.State == VersionState.CaughtUp || current.Error is not null,
            cancellationToken);
        if (status.Error is { } error)
        {
            throw CliErrors.DemoReplayStopped(Version, error);
        }

        await story.WriteLineAsync(
            $"Version {Version} counts a flight as late from 15 minutes on. Replayed all " +
            $"{Number(status.Engine!.RecordsProcessed)} records into it from offset zero, beside v1, in " +
            $"{Seconds(started)}.");
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        using VersionDiff diff = await versions.DiffAsync(null, null, null, cancellationToken);
        TableComparison output = diff.Compare(Samples, cancellationToken).Single(
            table => table.Kind == TableKind.Output);
        await story.WriteLineAsync(
            $"Compared both at cut {diff.AsOf.Cut}, key by key: of {Number(output.Keys)} rows of {output.Name}, " +
            $"{Number(output.Changed)} change, {Number(output.OnlyOld)} go and {Number(output.OnlyNew)} come. " +
            "The first ones:");
        TextTable.Write(
            context, story, ["Code", ">Flights", ">Late", ">Share of late flights"],
            output.Samples.Select(sample => Cells(sample.New!)));
    }

    private static string[] Cells(StoreEntry row)
    {
        JsonElement delays = JsonElement.Parse(row.ValueJson);
        return
        [
            row.Key, Number(delays.GetProperty("flights").GetInt64()),
            Number(delays.GetProperty("lateFlights").GetInt64()),
            delays.GetProperty("lateShare").GetDouble().ToString("P1", CultureInfo.InvariantCulture),
        ];
    }

    private void PrintSwitch(string what, CutoverStatus status) => story.WriteLine(
        $"{what}: v{status.To} is live from cut {status.Cut} on. Published the {Number(status.Published)} rows that " +
        $"differ, in {(status.IsAtomic ? "one transaction" : "chunks")}.");

    private void PrintRow()
    {
        using IStoreView store = versions.Live!.OpenStore(Store);
        story.WriteLine($"Asked v{Version} for {Airport}: {store.Get(Airport)!.ValueJson}");
    }

    private string Seconds(long started) =>
        context.Time.GetElapsedTime(started).TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
