using System.Globalization;
using Kappa.Engine;
using Kappa.Kafka;
using Kappa.Logs;
using Kappa.Replay;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Makes a data directory, fills it with real flights, runs the topology to the end, shows what came out, and takes
/// version 2 of it through a replay, a cutover and a rollback.
/// </summary>
internal sealed class Demo(CliContext context, string path, KafkaLogOptions? kafka, string output)
{
    private const int Partitions = 4;
    private const int CommitRecords = 2_000;
    private const string AirportsTopic = "airports";

    /// <summary>Text tells the story on standard output; for machines it goes to standard error.</summary>
    private TextWriter Story => output == OutputOption.Text ? context.Out : context.Error;

    private string Safety => kafka is null ? "every commit synced" : "every commit acknowledged by the cluster";

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
        using (ILog log = Open(directory.Data))
        {
            await ApplyAirportsAsync(log, directory.Data.Snapshots, sample, cancellationToken);
            LoadFlights(log, sample, cancellationToken);
            await using DemoTopologies topologies = DemoTopologies.Open(context, log, directory.Data, file);
            TopologyVersions versions = await ProcessAsync(topologies, sample, cancellationToken);
            Print(WorstAirport.Read(versions.Live!));
            await new DemoReplay(context, versions, Story).RunAsync(cancellationToken);
        }

        PrintNextSteps(sample);
        return ExitCodes.Done;
    }

    private ILog Open(DataDirectory data)
    {
        if (kafka is null)
        {
            return EmbeddedLog.Open(
                DiskFileSystem.Instance, data.Log, new EmbeddedLogOptions { Notice = context.Error.WriteLine },
                context.Time);
        }

        ILog log = KafkaLog.Connect(kafka with { Notice = context.Error.WriteLine }, context.Time);
        if (DemoTopics.TakeAfresh(log, kafka.Servers))
        {
            Story.WriteLine($"Starting afresh: deleted the topics of an earlier demo on {kafka.Servers}.");
        }

        return log;
    }

    /// <summary>Two full lists of the airports: of the second one only what changed is written.</summary>
    private async Task ApplyAirportsAsync(
        ILog log, string directory, DemoSample sample, CancellationToken cancellationToken)
    {
        log.Admin.CreateTopic(AirportsTopic, new TopicSettings { Partitions = Partitions });
        var apply = new SnapshotApply(log, directory, context.Time, context.Error.WriteLine);
        foreach (DemoAirports list in sample.Airports)
        {
            long started = context.Time.GetTimestamp();
            var options = new SnapshotOptions
            {
                Key = ["iata"],
                Id = list.Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Started = list.Started,
            };
            SnapshotResult result = await apply.RunAsync(AirportsTopic, list, options, cancellationToken);
            await Story.WriteLineAsync(
                $"Applied the {Number(result.Rows)} airports of {result.Id} as a snapshot: " +
                $"{Number(result.Inserts)} inserted, {Number(result.Updates)} updated, " +
                $"{Number(result.Deletes)} deleted, {Number(result.Unchanged)} unchanged, in {Seconds(started)}.");
        }
    }

    private void LoadFlights(ILog log, DemoSample sample, CancellationToken cancellationToken)
    {
        long started = context.Time.GetTimestamp();
        DemoProgress.Run(context, "Loading", sample.Flights.Count, report =>
            Load(log, "flights", sample.Flights, report, cancellationToken));
        Story.WriteLine(
            $"Loaded {Number(sample.Flights.Count)} flights into a topic of {Partitions} partitions, {Safety}, in " +
            $"{Seconds(started)}.");
    }

    private static void Load(
        ILog log, string topic, IReadOnlyList<SampleRecord> records, Action<long> report,
        CancellationToken cancellationToken)
    {
        log.Admin.CreateTopic(topic, new TopicSettings { Partitions = Partitions });
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

    private async Task<TopologyVersions> ProcessAsync(
        DemoTopologies topologies, DemoSample sample, CancellationToken cancellationToken)
    {
        long started = context.Time.GetTimestamp();
        TopologyVersions versions = await topologies.StartAsync(version: 1);
        await DemoProgress.RunAsync(
            context, "Running", sample.Airports[0].Count + sample.Flights.Count,
            report => versions.WaitUntilTakenInAsync(
                1, status => report(status.Engine?.RecordsProcessed ?? 0), cancellationToken));
        EngineStatus end = versions.Live!.Status;
        await Story.WriteLineAsync(
            $"Ran {versions.Name} v1 over {Number(end.RecordsProcessed)} records to cut {end.Cut.Number}, the end " +
            $"of the log, in {Seconds(started)}.");
        return versions;
    }

    private void Print(IReadOnlyList<WorstAirport> worst) => ListOutput.Print(
        context, output, (worst, DemoJson.Default.IReadOnlyListWorstAirport), (worst, DemoJson.Default.WorstAirport),
        () =>
        {
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
        });

    private void PrintNextSteps(DemoSample sample)
    {
        string directory = Quoted(path);
        string project = Quoted(Path.GetRelativePath(Directory.GetCurrentDirectory(), sample.ProjectFolder));
        string name = context.CommandName;
        Story.WriteLine();
        Story.WriteLine("Do it yourself next, the first one in a terminal of its own:");
        string cluster = kafka is null ? "" : $" --bootstrap {Quoted(kafka.Servers)}";
        Story.WriteLine($"  {name} run {project} --dir {directory}{cluster}");
        Story.WriteLine($"  {name} store get flight-delays delays-by-airport ATL");
        Story.WriteLine($"  {name} replay start flight-delays --version 2 --wait");
        Story.WriteLine($"  {name} replay diff flight-delays --sample 3");
        Story.WriteLine($"  {name} replay cutover flight-delays");
        Story.WriteLine($"  {name} replay rollback flight-delays");
    }

    private string Seconds(long started) =>
        context.Time.GetElapsedTime(started).TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"/._-+".Contains(letter))
            ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : text;
}
