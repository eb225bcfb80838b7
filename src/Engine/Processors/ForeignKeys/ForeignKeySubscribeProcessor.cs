using System.Buffers;
using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>
/// Tells the tasks that own foreign keys who wants to know of them. Where the key changed the old one is told first.
/// </summary>
internal sealed class ForeignKeySubscribeProcessor<TKey, TValue, TForeign>(
    ForeignKeySubscribeNode<TKey, TValue, TForeign> node, SameCause cause,
    Processor<byte[], Subscription<TKey, TValue, TForeign>> next) : Processor<TKey, Change<TValue>>
{
    private readonly bool _isLeft = node.Join == JoinKind.Left;
    private readonly ISerde<TKey> _keySerde = node.KeySerde;
    private readonly ISerde<TForeign> _foreignSerde = node.ForeignSerde;
    private readonly KeyBytes<TForeign> _keys = new(node.ForeignSerde);
    private readonly ArrayBufferWriter<byte> _owner = new();
    private int _step;

    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        Change<TValue> change = record.Value;
        if (change.IsLate)
        {
            return; // A later row has said what it wants to know of (KIP-914).
        }

        if (cause.IsNew())
        {
            _step = 0;
        }

        TForeign? foreign = change.HasNew ? node.Extractor(record.Key!, change.New!) : default;
        TForeign? before = change.HasOld ? node.Extractor(record.Key!, change.Old!) : default;
        bool has = change.HasNew && Values.Exist(foreign);
        bool had = change.HasOld && Values.Exist(before);
        bool isOther = had && !(has && _keys.AreSame(before!, foreign!));
        if (isOther)
        {
            Send(record, has && !_isLeft ? SubscriptionKind.End : SubscriptionKind.EndAndAnswer, before, true);
        }

        if (has)
        {
            // Without a foreign row an inner join has nothing to take back, unless it comes from another one.
            Send(record, _isLeft || isOther ? SubscriptionKind.BeginAndAnswer : SubscriptionKind.Begin, foreign, true);
        }
        else if (_isLeft && (change.HasNew || change.HasOld))
        {
            Send(record, SubscriptionKind.BeginAndAnswer, default, false);
        }
    }

    /// <summary>Without a foreign key any task can answer: the one that the row's own key leads to.</summary>
    private void Send(
        in Record<TKey, Change<TValue>> record, SubscriptionKind kind, TForeign? foreign, bool hasForeign)
    {
        _owner.ResetWrittenCount();
        if (hasForeign)
        {
            _foreignSerde.Serialize(foreign!, _owner);
        }
        else
        {
            _keySerde.Serialize(record.Key!, _owner);
        }

        var subscription = new Subscription<TKey, TValue, TForeign>(
            kind, foreign, hasForeign, record.Key!, record.Value.New, record.Value.HasNew, _step++);
        next.Process(new Record<byte[], Subscription<TKey, TValue, TForeign>>(
            _owner.WrittenSpan.ToArray(), true, subscription, true, record.TimestampMs));
    }
}
