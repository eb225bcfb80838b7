using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Errors;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting;

/// <summary>Streamiz at work, in a thread of its own that stands still but for the record that it was handed.</summary>
internal sealed class StreamizSession : IDisposable
{
    private const long Never = 1_000_000_000_000; // Milliseconds: 31 years.

    private readonly StreamizDescription _description;
    private readonly IStreamConfig _settings;
    private readonly StreamizPlan _plan;
    private readonly HandOver _handOver;
    private readonly List<SentRecord> _sent = [];
    private readonly StreamizDirectory _directory = new();
    private KafkaStream? _streamiz;
    private StreamizFields? _fields;

    /// <param name="description">The topology, which it changes.</param>
    /// <param name="settings">Its settings, which it changes.</param>
    /// <param name="plan">What it reads, keeps and writes.</param>
    public StreamizSession(StreamizDescription description, IStreamConfig settings, StreamizPlan plan)
    {
        (_description, _settings, _plan) = (description, settings, plan);
        _handOver = new HandOver(
            [.. plan.Outputs.Select(output => output.Topic), .. plan.Stores.Select(StreamizNames.Changelog)]);
        Own(settings);
    }

    /// <summary>Starts it with the rows of its stores, by the topic of their changelog.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="fields">What <see cref="ReadFields"/> gave when they were written.</param>
    /// <exception cref="KappaException">
    /// KAP5160: it did not start. KAP5162: an operator waits for the clock of the machine.
    /// </exception>
    public void Start(
        IReadOnlyDictionary<string, KeyValuePair<StreamizKey, StreamizRow>[]> rows,
        IReadOnlyDictionary<string, long> fields)
    {
        var topics = new StreamizTopics(_plan.Sources.Concat(_plan.Outputs.Select(output => output.Topic)));
        _streamiz = new KafkaStream(_description, _settings, new StreamizSupplier(_handOver, topics, rows));
        _streamiz.StateChanged += (_, now) =>
        {
            if (now.Equals(KafkaStream.State.ERROR))
            {
                _handOver.Ended();
            }
        };
        _streamiz.StartAsync().GetAwaiter().GetResult();
        if (!_handOver.WaitForFirst())
        {
            throw StreamizErrors.Stopped(_handOver.Failure);
        }

        _fields = new StreamizFields(_streamiz);
        _fields.Set(fields);
        _handOver.Continue(fields, _fields.FlushBuffers);
    }

    /// <summary>What it keeps in fields alone, by what they are called.</summary>
    public IEnumerable<(string Name, long Value)> ReadFields() => _fields!.Read().Concat(_handOver.NextOffsets);

    /// <summary>Hands it a record, and waits until it is done with it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="offset">Its offset in its partition of the source.</param>
    /// <param name="headers">Its headers.</param>
    /// <returns>What it sent, in its order; valid until the next call.</returns>
    /// <exception cref="KappaException">
    /// KAP5160: it stopped, or the topology's code threw. KAP5163: an operator has made a schedule.
    /// </exception>
    public IReadOnlyList<SentRecord> Process(in HandedRecord record, long offset, Headers headers)
    {
        if (!_handOver.Process(record, offset, headers, _sent))
        {
            throw StreamizErrors.Stopped(_handOver.Failure);
        }

        _fields!.CheckSchedules();
        return _sent;
    }

    /// <summary>Ends it, and deletes its copy of the state.</summary>
    public void Dispose()
    {
        _handOver.Stop();
        _streamiz?.Dispose();
        _directory.Dispose();
    }

    /// <summary>Sets what the promise needs, whatever was set.</summary>
    private void Own(IStreamConfig settings)
    {
        settings.ApplicationId = StreamizNames.Application;
        settings.BootstrapServers = "kappa:1"; // Required, and asked by nobody.
        settings.ClientId = StreamizNames.Application;
        settings.NumStreamThreads = 1;
        settings.Guarantee = ProcessingGuarantee.AT_LEAST_ONCE; // Transactions are Kappa's.
        settings.CommitIntervalMs = Never;
        settings.PollMs = 0;
        settings.MaxPollRecords = 1;
        settings.MaxTaskIdleMs = 0;
        settings.ParallelProcessing = false;
        settings.OffsetCheckpointManager = null; // One of the user's might say that rows are there already.
        settings.StateDir = _directory.Path;
        settings.Logger = NullLoggerFactory.Instance; // What is wrong is thrown, and told by Kappa.
        settings.InnerExceptionHandler = error => Fail(error, ExceptionHandlerResponse.FAIL);
        settings.DeserializationExceptionHandler = (_, _, error) => Fail(error, ExceptionHandlerResponse.FAIL);
        settings.ProductionExceptionHandler = report => Fail(
            new ProductionException(report.Error.Reason), ProductionExceptionHandlerResponse.FAIL);
    }

    private T Fail<T>(Exception error, T response)
    {
        _handOver.Failed(error);
        return response;
    }
}
