using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kappa.Bench;

namespace Kappa.Cli;

/// <summary><c>kappa bench</c>: measures the log and the engine on this machine.</summary>
internal static class BenchCommand
{
    private const int LeastRecords = 1_000;
    private const string Replay = "replay";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "bench", "Measure the log and the engine on this machine, against the bare reader in the same run.",
            "kappa bench read", "kappa bench count --slice-records 10 -o json", "kappa bench rekey-count",
            "kappa bench replay");
        var name = new Argument<string>("NAME") { Description = "What to measure." };
        name.AcceptOnlyFromAmong([.. Benchmark.Names, Replay]);
        var defaults = new BenchOptions { Directory = "" };
        Option<int> records = Number("--records", "Records to generate, 1,000 or more.", defaults.Records);
        Option<int> keys = Number("--keys", "Different keys.", defaults.Keys);
        Option<int> threads = Number("--threads", "Processing threads.", 1);
        Option<int> slice = Number("--slice-records", "Records in a slice; 0 leaves it to the sequencer.", 0);
        var directory = new Option<string>("--dir")
        {
            Description = "Directory for log and state; it must not exist, and is deleted at the end.",
            DefaultValueFactory = _ => $"kappa-bench-{Environment.ProcessId}",
            HelpName = "DIR",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        records.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < LeastRecords)
            {
                result.AddError("--records must be 1,000 or more.");
            }
        });
        command.Arguments.Add(name);
        foreach (Option option in new Option[] { records, keys, threads, slice, directory, output })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(name), parsed.GetValue(output)!,
            new BenchOptions
            {
                Records = parsed.GetValue(records),
                Keys = parsed.GetValue(keys),
                Threads = parsed.GetValue(threads),
                SliceRecords = parsed.GetValue(slice),
                Directory = parsed.GetRequiredValue(directory),
            }));
        return command;
    }

    private static int Run(CliContext context, string name, string output, BenchOptions options)
    {
        if (name == Replay)
        {
            return RunReplay(context, output, options);
        }

        BenchResult result = Benchmark.Run(name, options, context.Error.WriteLine);
        if (output == OutputOption.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(result, BenchJson.Default.BenchResult));
        }
        else
        {
            context.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name}: {result.RecordsPerSecond / 1e6:F2} million records a second, " +
                $"{result.Ratio:F3} of the bare reader's {result.ReaderRecordsPerSecond / 1e6:F1}; " +
                $"{result.AllocatedBytesPerRecord:F3} bytes allocated a record; {result.WrongResults} wrong results"));
            if (result.LargeSlicesRecordsPerSecond is { } large)
            {
                context.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.RecordsPerSecond / large:F2} of the rate over large slices in the same run, " +
                    $"{large / 1e6:F2} million a second"));
            }
        }

        return result.WrongResults == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int RunReplay(CliContext context, string output, BenchOptions options)
    {
        ReplayBenchResult result = ReplayBenchmark.Run(options, context.Error.WriteLine);
        if (output == OutputOption.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(result, BenchJson.Default.ReplayBenchResult));
        }
        else
        {
            Print(context, result);
        }

        return result.WrongRows == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Print(CliContext context, ReplayBenchResult result)
    {
        double toReader = result.CoarseRecordsPerSecond / result.ReaderRecordsPerSecond;
        double toPlain = result.CoarseRecordsPerSecond / result.PlainRecordsPerSecond;
        double fineToCoarse = result.FineRecordsPerSecond / result.CoarseRecordsPerSecond;
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"replay: {result.CoarseRecordsPerSecond / 1e6:F2} million records a second, {toReader:F3} of the bare " +
            $"reader's, {toPlain:F2} of a live engine alone; over cuts of {result.FineSliceRecords} records " +
            $"{result.FineRecordsPerSecond / 1e6:F2} million, {fineToCoarse:F2} of that; " +
            $"{result.WrongRows} wrong rows"));
        PrintLatency(context, "without a replay", result.Idle);
        PrintLatency(context, "beside one at full demand", result.FullDemand);
        PrintLatency(context, "beside one with --throttle auto", result.Auto);
    }

    private static void PrintLatency(CliContext context, string when, LatencyResult latency)
    {
        string replay = latency.ReplayRecordsPerSecond <= 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"; the replay did {latency.ReplayRecordsPerSecond / 1e6:F2} million records a second");
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"latency of the live version {when}: p50 {latency.P50Ms:F2} ms, p99 {latency.P99Ms:F2} ms{replay}"));
    }

    private static Option<int> Number(string name, string description, int fallback)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} The default is {fallback.ToString("N0", CultureInfo.InvariantCulture)}.",
            DefaultValueFactory = _ => fallback,
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} must not be negative.");
            }
        });
        return option;
    }
}
