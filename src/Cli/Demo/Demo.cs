using System.Globalization;
using System.Text.Json;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Makes a data directory, fills it with real flights, runs the topology to the end and shows what came out.
/// </summary>
internal sealed class Demo(CliContext context, string path, string output)
{
    private const int Partitions = 4;
    private const int CommitRecords = 2_000;

    /// <summary>Text tells the story on standard output; for machines it goes to standard error.</summary>
    private TextWriter Story => output == OutputOption.Text ? context.Out : context.Error;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DemoSample sample = DemoSample.Load();
        using DemoDirectory directory = DemoDirectory.Take(path);
        if (directory.IsAfresh)
        {
            await Story.WriteLineAsync($"Starting afresh: deleted the log and the state of an earlier demo in {path}.");
        }

        string file = await TopologyProject.ResolveAsync(
            sample.ProjectFolder, context.Error.WriteLine, cancellationToken);
        Topology topology = TopologyLoader.Load(file, version: 1).Single();
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Data.Log, time: context.Time))
        {
            Load(log, sample, cancellationToken);
            Print(Process(log, directory, topology, sample, cancellationToken));
        }

        PrintNextSteps(sample, topology);
        return ExitCodes.Done;
    }

    private void Load(EmbeddedLog log, DemoSample sample, CancellationToken cancellationToken)
    {
        long started = context.Time.GetTimestamp();
        int total = sample.Airports.Count + sample.Flights.Count;
        DemoProgress.Run(context, "Loading", total, report =>
        {
            Load(log, "airports", sample.Airports, done => report(done), cancellationToken);
            Load(log, "flights", sample.Flights, done => report(sample.Airports.Count + done), cancellationToken);
        });
        Story.WriteLine(
            $"Loaded {Number(sample.Flights.Count)} flights and {Number(sample.Airports.Count)} airports into " +
            $"topics of {Partitions} partitions, every commit synced, in {Seconds(started)}.");
    }

    private static void Load(
        EmbeddedLog log, string topic, IReadOnlyList<SampleRecord> records, Action<long> report,
        CancellationToken cancellationToken)
    {
        log.CreateTopic(topic, new TopicSettings { Partitions = Partitions });
        using ILogProducer producer = log.OpenProducer();
        RecordBuffer[] buffers = [.. Enumerable.Range(0, Partitions).Select(_ => new RecordBuffer())];
        long done = 0;
        foreach (SampleRecord[] chunk in records.Chunk(CommitRecords))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (SampleRecord record in chunk)
            {
                buffers[KeyPartitioner.Partition(record.Key, Partitions)].Add(
                    record.TimestampMs, hasKey: true, record.Key, hasValue: true, record.Value);
            }

            for (int partition = 0; partition < Partitions; partition++)
            {
                if (buffers[partition].Records > 0)
                {
                    producer.Append(new TopicPartition(topic, partition), buffers[partition]);
                }
            }

            producer.Commit();
            Array.ForEach(buffers, buffer => buffer.Clear());
            report(done += chunk.Length);
        }

        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    private IReadOnlyList<WorstAirport> Process(
        EmbeddedLog log, DemoDirectory directory, Topology topology, DemoSample sample,
        CancellationToken cancellationToken)
    {
        long started = context.Time.GetTimestamp();
        using StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings
        {
            StateDirectory = directory.Data.State,
            Time = context.Time,
            Notice = context.Error.WriteLine,
        });
        DemoProgress.Run(context, "Running", sample.Airports.Count + sample.Flights.Count, report =>
            engine.RunToEnd(status => report(status.RecordsProcessed), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        EngineStatus end = engine.Status;
        Story.WriteLine(
            $"Ran {topology.Name} v{topology.Version} over {Number(end.RecordsProcessed)} records to cut " +
            $"{end.Cut.Number}, the end " +
            $"of the log, in {Seconds(started)}.");
        return WorstAirport.Read(engine);
    }

    private void Print(IReadOnlyList<WorstAirport> worst)
    {
        switch (output)
        {
            case OutputOption.Json:
                context.Out.WriteLine(JsonSerializer.Serialize(worst, DemoJson.Default.IReadOnlyListWorstAirport));
                break;
            case OutputOption.Ndjson:
                foreach (WorstAirport airport in worst)
                {
                    context.Out.WriteLine(JsonSerializer.Serialize(airport, DemoJson.Default.WorstAirport));
                }

                break;
            default:
                context.Out.WriteLine();
                context.Out.WriteLine(
                    $"The {worst.Count} airports with the worst mean delay, of those with " +
                    $"{WorstAirport.LeastFlights} flights or more:");
                TextTable.Write(
                    context, ["Code", "Name", "City", ">Flights", ">Mean delay (min)"],
                    worst.Select(airport => new[]
                    {
                        airport.Code, airport.Name, airport.City, Number(airport.Flights),
                        airport.MeanDelayMinutes.ToString("0.00", CultureInfo.InvariantCulture),
                    }));
                break;
        }
    }

    private void PrintNextSteps(DemoSample sample, Topology topology)
    {
        string directory = Quoted(path);
        string project = Quoted(Path.GetRelativePath(Directory.GetCurrentDirectory(), sample.ProjectFolder));
        string name = context.CommandName;
        Story.WriteLine("Try next, the first one in a terminal of its own:");
        Story.WriteLine($"  {name} run {project} --dir {directory}");
        Story.WriteLine($"  {name} store get {topology.Name} delays-by-airport ATL");
        Story.WriteLine($"  {name} store scan {topology.Name} delays-by-airport --prefix A");
        Story.WriteLine($"  {name} topic ls --dir {directory}");
        Story.WriteLine($"  {name} topic consume airport-delays --dir {directory} --limit 5");
    }

    private string Seconds(long started) =>
        context.Time.GetElapsedTime(started).TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"/._-+".Contains(letter))
            ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : text;
}
