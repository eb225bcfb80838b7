using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Kafka;

/// <summary>Calls to the cluster: each waits for its answer, again where it may, and says what went wrong.</summary>
internal sealed class KafkaAdmin : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private const int TriesBeforeRenewal = 10;

    /// <summary>
    /// How long a call goes on with the leaders and the controller that are known: one that hangs takes the whole try.
    /// </summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(3);

    private readonly KafkaProperties _properties;
    private readonly TimeProvider _time;
    private readonly ReaderWriterLockSlim _renewing = new();
    private readonly BrokerAge _age = new();
    private readonly Lazy<int?> _defaultReplication;
    private long _calls;

    public KafkaAdmin(KafkaProperties properties, TimeProvider time)
    {
        (_properties, _time) = (properties, time);
        Client = Build();
        GroupClient = Build();
        _defaultReplication = new Lazy<int?>(ReadDefaultReplication);
    }

    /// <summary>The client, for one call: it may be another one for the next.</summary>
    public IAdminClient Client { get; private set; }

    /// <summary>
    /// The client of calls to groups' coordinators, never renewed: after a lost one its end may never come.
    /// </summary>
    public IAdminClient GroupClient { get; }

    public TimeSpan Timeout => _properties.Options.Timeout;

    /// <summary>How long one try of a question may take: it is asked again anyway, perhaps of another broker.</summary>
    public TimeSpan TryTimeout => Timeout < LongestTry ? Timeout : LongestTry;

    public string Servers => _properties.Servers;

    /// <summary>Copies of a topic that is created without a number; null where the cluster does not tell.</summary>
    public int? DefaultReplication => _defaultReplication.Value;

    /// <summary>How often somebody waited for the cluster: calls that go side by side are one.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>What the client said last of its connections.</summary>
    public string? LastError { get; private set; }

    /// <summary>Calls until the answer is there, the cluster refuses, or time is up.</summary>
    /// <param name="doing">What it is for, to be read behind "while".</param>
    /// <param name="call">The call; it is repeated where the cluster asks for that.</param>
    /// <exception cref="KappaException">KAP2502: no answer in time. KAP2505: refused.</exception>
    public T Call<T>(string doing, Func<Task<T>> call)
    {
        long started = _time.GetTimestamp();
        long asked = started;
        for (int tries = 1; ; tries++)
        {
            _renewing.EnterReadLock();
            Interlocked.Increment(ref _calls);
            try
            {
                return call().GetAwaiter().GetResult();
            }
            catch (KafkaException error) when (
                ErrorClass.Passes(ErrorOf(error).Code) && _time.GetElapsedTime(started) < Timeout)
            {
                // Again in a moment.
            }
            catch (KafkaException error)
            {
                throw Failure(doing, ErrorOf(error), error);
            }
            finally
            {
                _renewing.ExitReadLock();
            }

            Pause();
            if (tries == TriesBeforeRenewal || _time.GetElapsedTime(asked) > Trust)
            {
                Renew(); // Who is known may be dead, and another one leads or controls.
                (tries, asked) = (0, _time.GetTimestamp());
            }
        }
    }

    /// <summary>
    /// Forgets the leaders of partitions and the controller, with the client that knows them: librdkafka does not look
    /// for leaders of new partitions by itself, would take a topic that is created anew for the older one, whose
    /// leaders had higher epochs, and waits for a controller that is dead until the call's time is up.
    /// </summary>
    public void Renew()
    {
        _renewing.EnterWriteLock();
        try
        {
            Client.Dispose();
            Client = Build();
        }
        finally
        {
            _renewing.ExitWriteLock();
        }
    }

    /// <summary>Waits until something is so that the cluster comes to by itself.</summary>
    public void Until(string doing, Func<bool> isSo)
    {
        long started = _time.GetTimestamp();
        while (!isSo())
        {
            if (_time.GetElapsedTime(started) > Timeout)
            {
                throw KafkaErrors.Unreachable(Servers, doing, Timeout, "it did not come about.");
            }

            Pause();
        }
    }

    /// <summary>Between two tries.</summary>
    public void Pause() => Pause(Again);

    /// <inheritdoc cref="Pause()"/>
    public void Pause(TimeSpan time) => Task.Delay(time, _time).GetAwaiter().GetResult();

    public KappaException Failure(string doing, Error error, Exception? cause = null)
    {
        bool isSilence = ErrorClass.Passes(error.Code) || error.IsLocalError;
        string reason = $"{(isSilence ? LastError ?? error.Reason : error.Reason).TrimEnd('.')}.";
        KappaException failure = isSilence
            ? KafkaErrors.Unreachable(Servers, doing, Timeout, reason) : KafkaErrors.Refused(Servers, doing, reason);
        return cause is null ? failure : new KappaException(failure.Code, failure.ExitCode, failure.Message, cause);
    }

    /// <summary>The id of the cluster: shows that it answers, and is new enough.</summary>
    /// <exception cref="KappaException">KAP2502: no answer in time. KAP2507: a broker is too old.</exception>
    public string ClusterId()
    {
        string id = Call("connecting", () => Client.DescribeClusterAsync(
            new DescribeClusterOptions { RequestTimeout = Timeout })).ClusterId;
        return _age.Old is { } broker ? throw KafkaErrors.TooOld(broker) : id;
    }

    /// <summary>Deletes the records before an offset.</summary>
    /// <returns>The earliest offset from then on.</returns>
    public long DeleteRecords(TopicPartition partition, long before) => Call(
        $"deleting records of {partition}", () => Client.DeleteRecordsAsync(
            [new TopicPartitionOffset(partition.Topic, partition.Partition, before)],
            new DeleteRecordsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }))
        [0].Offset.Value;

    public void Dispose()
    {
        Client.Dispose();
        GroupClient.Dispose();
        _renewing.Dispose();
    }

    private int? ReadDefaultReplication()
    {
        try
        {
            return Call("reading the settings of the brokers", async () =>
            {
                Node node = (await Client.DescribeClusterAsync(
                    new DescribeClusterOptions { RequestTimeout = TryTimeout }).ConfigureAwait(false)).Nodes[0];
                var broker = new ConfigResource
                {
                    Name = node.Id.ToString(CultureInfo.InvariantCulture),
                    Type = ResourceType.Broker,
                };
                List<DescribeConfigsResult> configs = await Client.DescribeConfigsAsync(
                    [broker], new DescribeConfigsOptions { RequestTimeout = TryTimeout }).ConfigureAwait(false);
                return int.TryParse(
                    configs[0].Entries.GetValueOrDefault("default.replication.factor")?.Value,
                    CultureInfo.InvariantCulture, out int copies) ? copies : (int?)null;
            });
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.Refused)
        {
            return null; // Whoever may not read them can say how many copies there are to be.
        }
    }

    private IAdminClient Build() => new AdminClientBuilder(_properties.Of(
        "admin",
        [
            ("socket.nagle.disable", "true"), ("client.id", "kappa-admin"),
            ("reconnect.backoff.ms", "20"), ("reconnect.backoff.max.ms", "500"), ("debug", BrokerAge.Debug),
        ],
        []))
        .SetLogHandler((_, line) => _age.Read(line)) // What else matters comes back as an error of a call.
        .SetErrorHandler((_, error) => Note(error))
        .Build();

    /// <summary>Keeps what was said last; that all brokers are down only follows from it, and says less.</summary>
    private void Note(Error error) =>
        LastError = error.Code == ErrorCode.Local_AllBrokersDown ? LastError ?? error.Reason : error.Reason;

    /// <summary>The first error of a call about several things.</summary>
    public static Error ErrorOf(KafkaException error) => error switch
    {
        ListOffsetsException list => list.Result.ResultInfos
            .Select(info => info.TopicPartitionOffsetError.Error).FirstOrDefault(one => one.IsError) ?? list.Error,
        CreateTopicsException create =>
            create.Results.Select(result => result.Error).FirstOrDefault(one => one.IsError) ?? create.Error,
        DeleteTopicsException delete =>
            delete.Results.Select(result => result.Error).FirstOrDefault(one => one.IsError) ?? delete.Error,
        CreatePartitionsException partitions =>
            partitions.Results.Select(result => result.Error).FirstOrDefault(one => one.IsError) ?? partitions.Error,
        DescribeConfigsException configs =>
            configs.Results.Select(result => result.Error).FirstOrDefault(one => one.IsError) ?? configs.Error,
        DeleteRecordsException records =>
            records.Results.Select(result => result.Error).FirstOrDefault(one => one.IsError) ?? records.Error,
        _ => error.Error,
    };
}
