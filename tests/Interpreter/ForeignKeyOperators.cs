using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>Joins by a foreign key (docs/semantics.md, 2.12).</summary>
internal sealed class ForeignKeyOperators(InterpretedTask task)
{
    /// <summary>A row that leaves a foreign key says so there, then one that comes to it.</summary>
    public void Subscribe<TKey, TValue, TForeign>(ForeignKeySubscribeNode<TKey, TValue, TForeign> node)
    {
        (int place, int step) = (-2, 0);
        bool isLeft = node.Join == JoinKind.Left;
        task.Add(node, (_, item) =>
        {
            if (item.IsLate)
            {
                return;
            }

            step = task.Place == place ? step : 0;
            place = task.Place;
            TKey key = item.KeyAs<TKey>();
            object? now = item.HasValue ? node.Extractor(key, item.ValueAs<TValue>()) : null;
            object? old = item.HasOld ? node.Extractor(key, item.OldAs<TValue>()) : null;
            string? nowHex = now is null ? null : Coding.Hex(node.ForeignSerde, (TForeign)now);
            string? oldHex = old is null ? null : Coding.Hex(node.ForeignSerde, (TForeign)old);

            void Send(SubscriptionKind kind, object? foreign) => task.Send(node, new Item(
                foreign is null ? Coding.Bytes(node.KeySerde, key) : Coding.Bytes(node.ForeignSerde, (TForeign)foreign),
                true,
                new Subscription<TKey, TValue, TForeign>(
                    kind, foreign is null ? default : (TForeign)foreign, foreign is not null, key,
                    item.ValueAs<TValue>(), item.HasValue, step++),
                true, item.TimestampMs));

            bool leaves = oldHex is not null && oldHex != nowHex;
            if (leaves)
            {
                Send(isLeft || now is null ? SubscriptionKind.EndAndAnswer : SubscriptionKind.End, old);
            }

            if (now is not null || (isLeft && (item.HasValue || item.HasOld))) // What was never there tells nobody.
            {
                Send(isLeft || leaves ? SubscriptionKind.BeginAndAnswer : SubscriptionKind.Begin, now);
            }
        });
    }

    public void Join<TKey, TValue, TForeign, TOther, TResult>(
        ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult> node)
    {
        void Answer(TKey key, object? left, StoredRow? row, int step, long timestampMs)
        {
            bool joins = left is not null && (row is not null || node.Join == JoinKind.Left);
            TResult? result = joins
                ? node.Joiner(key, (TValue)left!, row is null ? default : (TOther)row.Value) : default;
            task.Send(node, new Item(
                key, true, new ForeignAnswer<TResult>(result, joins && result is not null, step), true, timestampMs));
        }

        task.Add(node, (input, item) =>
        {
            StoredRows rows = task.Store(node.Rows.Name);
            StoredRows waiting = task.Store(node.Subscribers.Name);
            if (input == 1)
            {
                string hex = Coding.Hex(node.Rows.KeySerde, item.KeyAs<TForeign>());
                rows.Put(hex, item.Key!, item.HasValue ? item.Value : null, item.TimestampMs);
                foreach ((string _, StoredRow one) in waiting.InOrder
                    .Where(row => row.Key.StartsWith(hex + "/", StringComparison.Ordinal)).ToArray())
                {
                    Answer((TKey)one.Key, one.Value, rows.Find(hex), -1, item.TimestampMs);
                }

                return;
            }

            Subscription<TKey, TValue, TForeign> asked = item.ValueAs<Subscription<TKey, TValue, TForeign>>();
            object? left = asked.HasValue ? asked.Value : null;
            if (!asked.HasForeign)
            {
                Answer(asked.Key, left, null, asked.Step, item.TimestampMs);
                return;
            }

            string foreign = Coding.Hex(node.Rows.KeySerde, asked.Foreign!);
            bool begins = asked.Kind is SubscriptionKind.Begin or SubscriptionKind.BeginAndAnswer;
            waiting.Put(
                $"{foreign}/{Coding.Hex(node.Subscribers.KeySerde, asked.Key)}", asked.Key!, begins ? left : null,
                item.TimestampMs);
            StoredRow? found = rows.Find(foreign);
            long timestampMs = Math.Max(item.TimestampMs, found?.TimestampMs ?? long.MinValue);
            bool mustAnswer = asked.Kind is SubscriptionKind.BeginAndAnswer or SubscriptionKind.EndAndAnswer;
            if (mustAnswer || (begins && found is not null))
            {
                Answer(asked.Key, left, begins ? found : null, asked.Step, timestampMs);
            }
        });
    }

    /// <summary>Of what one record causes, what the left row said last counts.</summary>
    public void Result<TKey, TResult>(ForeignKeyResultNode<TKey, TResult> node)
    {
        var last = new Dictionary<string, (long Cut, int Place, int Step)>();
        task.Add(node, (_, item) =>
        {
            ForeignAnswer<TResult> answer = item.ValueAs<ForeignAnswer<TResult>>();
            string key = Coding.Hex(node.Table.KeySerde, item.KeyAs<TKey>());
            bool isKnown = last.TryGetValue(key, out (long Cut, int Place, int Step) before);
            if (isKnown && before.Cut == task.Cut.Number && before.Place == task.Place && before.Step > answer.Step)
            {
                return;
            }

            last[key] = (task.Cut.Number, task.Place, answer.Step);
            StoredRows rows = task.Store(node.Table.Name);
            object? old = rows.Find(key)?.Value;
            object? now = answer.HasResult ? answer.Result : null;
            rows.Put(key, item.Key!, now, item.TimestampMs);
            task.Send(node, Item.Change(item.Key, now, old, item.TimestampMs));
        });
    }
}
