using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>A client of librdkafka: a producer or a consumer with its threads and connections.</summary>
/// <remarks>
/// Closing it waits for its threads, but not for ever: where a coordinator was lost in the middle of a transaction,
/// librdkafka 2.16 never comes to an end. A consumer does not leave a group by it: that is its owner's work.
/// </remarks>
internal sealed unsafe class RdKafkaClient : SafeHandle
{
    private const int NoConsumerClose = 8; // RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE

    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(5);

    private RdKafkaClient(nint client)
        : base(0, ownsHandle: true)
    {
        SetHandle(client);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The native client; valid until this is disposed.</summary>
    public nint Native => handle;

    /// <summary>Starts a client.</summary>
    /// <param name="type">Producer or consumer.</param>
    /// <param name="properties">All its properties, by librdkafka's names.</param>
    /// <param name="events">The events (<see cref="RdKafkaEvents"/>) that it puts into its main queue.</param>
    /// <exception cref="KappaException">KAP2501: a property is unknown, or its value is refused.</exception>
    public static RdKafkaClient Start(
        RdKafkaType type, IReadOnlyDictionary<string, string> properties, int events)
    {
        RdKafkaLibrary.Ensure();
        byte* error = stackalloc byte[RdKafka.ErrorStringBytes];
        nint conf = RdKafka.ConfNew();
        try
        {
            foreach ((string name, string value) in properties)
            {
                if (RdKafka.ConfSet(conf, name, value, error, RdKafka.ErrorStringBytes) != 0)
                {
                    throw KafkaErrors.PropertyRefused(name, RdKafka.Text(error));
                }
            }

            RdKafka.ConfSetEvents(conf, events);
            nint client = RdKafka.New(type, conf, error, RdKafka.ErrorStringBytes);
            if (client == 0)
            {
                throw KafkaErrors.ClientRefused(RdKafka.Text(error));
            }

            conf = 0; // The client has it now.
            return new RdKafkaClient(client);
        }
        finally
        {
            if (conf != 0)
            {
                RdKafka.ConfDestroy(conf);
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        nint client = handle;
        var closing = new Thread(() => RdKafka.DestroyFlags(client, NoConsumerClose))
        {
            IsBackground = true,
            Name = "kappa-kafka-close",
        };
        closing.Start();
        closing.Join(LongestClose);
        return true;
    }
}
