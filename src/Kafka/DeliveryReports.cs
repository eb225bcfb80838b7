namespace Kappa.Kafka;

/// <summary>What the cluster says of the records of one commit, by append.</summary>
internal sealed unsafe class DeliveryReports
{
    private const int Most = 512;

    private long[] _first = new long[8];
    private long[] _last = new long[8];

    /// <summary>Records that were handed over and not reported yet.</summary>
    public int Outstanding { get; set; }

    /// <summary>The first record that was not written; code 0 where all were.</summary>
    public (int Code, int Append, long Bytes) Failed { get; private set; }

    /// <summary>Whether records were dropped because of something else, which is not known yet.</summary>
    public bool IsDropped => Failed.Code is RdKafkaCode.PurgedFromQueue or RdKafkaCode.PurgedInFlight;

    public long First(int append) => _first[append];

    public long Last(int append) => _last[append];

    public void Clear(int appends)
    {
        if (appends > _first.Length)
        {
            _first = new long[appends * 2];
            _last = new long[appends * 2];
        }

        _first.AsSpan(0, appends).Fill(-1);
        _last.AsSpan(0, appends).Fill(-1);
        Outstanding = 0;
        Failed = default;
    }

    /// <summary>Takes an event with reports; the caller destroys it.</summary>
    public void Take(nint happened)
    {
        RdKafkaMessage** messages = stackalloc RdKafkaMessage*[Most];
        while ((int)RdKafka.EventMessages(happened, messages, Most) is var count and > 0)
        {
            for (int i = 0; i < count; i++)
            {
                Take(messages[i]);
            }
        }
    }

    private void Take(RdKafkaMessage* message)
    {
        Outstanding--;
        int append = (int)message->Opaque - 1;
        if (message->Error != 0)
        {
            if (Failed.Code == 0 || IsDropped)
            {
                Failed = (message->Error, append, (long)(message->KeyBytes + message->ValueBytes));
            }

            return;
        }

        // Reports of a partition come in its order. Of a request that was repeated the offset may be unknown.
        if (message->Offset >= 0)
        {
            if (_first[append] == -1)
            {
                _first[append] = message->Offset;
            }

            _last[append] = message->Offset;
        }
        else
        {
            _first[append] = long.MinValue;
        }
    }
}
