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
    private StreamizTimes? _times;

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
    /// <param name="times">What <see cref="ReadTimes"/> gave when they were written.</param>
    /// <exception cref="KappaException">
    /// KAP1123: it is a release that Kappa does not know. KAP5160: it did not start.
    /// </exception>
    public void Start(
        IReadOnlyDictionary<string, KeyValuePair<StreamizKey, StreamizRow>[]> rows,
        IReadOnlyDictionary<string, long> times)
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

        _times = new StreamizTimes(_streamiz);
        _times.Set(times);
    }

    /// <summary>The highest times that its operators and stores have seen, by what they are called.</summary>
    public IEnumerable<(string Name, long TimeMs)> ReadTimes() => _times!.Read();

    /// <summary>Hands it a record, and waits until it is done with it.</summary>
    /// <param name="record">The record.</param>
    /// <returns>What it sent, in its order; valid until the next call.</returns>
    /// <exception cref="KappaException">KAP5160: it stopped, or the topology's code threw.</exception>
    public IReadOnlyList<SentRecord> Process(in HandedRecord record) => _handOver.Process(record, _sent)
        ? _sent : throw StreamizErrors.Stopped(_handOver.Failure);

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
