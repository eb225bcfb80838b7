namespace Kappa.Simulation.Tests;

/// <summary>Draws topologies: some operators, one upon another, over some sources.</summary>
internal sealed class TopologyDraw
{
    private const string Name = "drawn";

    private readonly Random _random;
    private readonly StreamBuilder _builder = new();
    private readonly List<KStream<string, string>> _streams = [];
    private readonly List<KTable<string, string>> _tables = [];
    private readonly List<KStream<string, long>> _numbers = [];
    private readonly List<GlobalKTable<string, string>> _globals = [];
    private readonly HashSet<object> _read = [];
    private readonly string _outputs;
    private int _number;
    private bool _joinsStreams;

    private TopologyDraw(Random random, string outputs) => (_random, _outputs) = (random, outputs);

    /// <summary>Draws until a topology is one that can be built.</summary>
    public static Topology Draw(Random random, DrawnSource[] sources, int version, int mostOperators = 6)
    {
        while (true)
        {
            try
            {
                return new TopologyDraw(random, $"v{version}-")
                    .Build(sources, version, random.Next(1, mostOperators + 1));
            }
            catch (KappaException)
            {
                // Joined what has no common phase, for instance: the language refuses it, so it is drawn again.
            }
        }
    }

    private Topology Build(DrawnSource[] sources, int version, int operators)
    {
        foreach (DrawnSource source in sources)
        {
            Read(source);
        }

        for (int left = operators; left > 0;)
        {
            left -= AddOperator() ? 1 : 0;
        }

        Write();
        return _builder.Build(Name, version);
    }

    private void Read(DrawnSource source)
    {
        if (source.IsTable && _random.Next(3) == 0)
        {
            _globals.Add(_builder.GlobalTable<string, string>(source.Topic, null, Materialized.As(Next("global"))));
        }
        else if (source.IsTable)
        {
            _tables.Add(_builder.Table<string, string>(source.Topic, null, JoinDraw.Store(_random, Next("rows"))));
        }
        else if (source.HasNumbers)
        {
            _numbers.Add(_builder.Stream<string, long>(source.Topic));
        }
        else
        {
            _streams.Add(_builder.Stream(source.Topic, DirectionDraw.Consumed(_random)));
        }
    }

    /// <summary>Adds an operator behind something that is there.</summary>
    /// <returns>False where nothing is there that it could stand behind.</returns>
    private bool AddOperator()
    {
        int salt = _random.Next(1_000);
        return _random.Next(10) switch
        {
            0 or 1 when _tables.Count > 0 => OfTable(salt),
            2 when _numbers.Count > 0 => OfNumbers(salt),
            3 when _streams.Count > 0 && _globals.Count > 0 => JoinGlobal(salt),
            3 when _streams.Count > 0 && _tables.Count > 0 => Join(salt),
            4 or 5 when _streams.Count > 0 => Group(salt),
            6 when _streams.Count > 0 => Route(salt),
            7 when _streams.Count > 0 => OfStream(salt),
            8 when _streams.Count > 0 && !_joinsStreams => JoinStreams(salt),
            9 when _streams.Count > 0 => Direct(salt),
            _ => false,
        };
    }

    private bool OfStream(int salt)
    {
        KStream<string, string> stream = Take(_streams);
        _streams.Add(_random.Next(7) switch
        {
            0 => stream.Filter(Functions.Predicate(salt)),
            1 => stream.FilterNot(Functions.Predicate(salt)),
            2 => stream.MapValues(Functions.Mapper(salt)),
            3 => stream.Map(Functions.Pair(salt)),
            4 => stream.FlatMap(Functions.Pairs(salt)),
            5 => stream.FlatMapValues(Functions.Values(salt)),
            _ => stream.SelectKey(Functions.NewKey(salt)),
        });
        return true;
    }

    private bool Direct(int salt)
    {
        _streams.Add(DirectionDraw.Of(_random, Take(_streams), salt, Next));
        return true;
    }

    private bool Route(int salt)
    {
        KStream<string, string> stream = Take(_streams);
        switch (_random.Next(6))
        {
            case 3:
                _tables.Add(stream.ToTable(Materialized.As(Next("kept"))));
                break;
            case 0:
                IReadOnlyDictionary<string, KStream<string, string>> branches = stream.Split()
                    .Branch(Functions.Predicate(salt), "one").Branch(Functions.Predicate(salt + 1), "two")
                    .DefaultBranch("rest");
                _streams.AddRange(branches.Values);
                break;
            case 1 when _streams.Count > 1:
                _streams.Add(stream.Merge(Take(_streams)));
                break;
            case 2:
                _streams.Add(stream.Repartition(Repartitioned.Over(_random.Next(1, 5)).WithName(Next("moved"))));
                break;
            default:
                string store = Next("own");
                (bool byTime, bool byClock) = (_random.Next(2) == 0, _random.Next(2) == 0);
                _builder.AddStateStore(Stores.KeyValue<string, string>(store));
                _streams.Add(stream.Process(() => new DrawnProcessor(store, salt, byTime, byClock), store));
                break;
        }

        return true;
    }

    private bool Group(int salt)
    {
        KStream<string, string> stream = Take(_streams);
        KGroupedStream<string, string> grouped = _random.Next(2) == 0
            ? stream.GroupByKey(Grouped.As(Next("grouped")))
            : stream.GroupBy(Functions.NewKey(salt), Grouped.As(Next("grouped")));
        Materialized store = Materialized.As(Next("totals"));
        switch (_random.Next(7))
        {
            case 0:
                _tables.Add(grouped.Count(store).MapValues(count => Functions.Text(count)));
                break;
            case 1:
                _tables.Add(grouped.Aggregate(() => "", Functions.Fold(salt), store));
                break;
            case 2:
                _tables.Add(grouped.Reduce(Functions.Reduce(salt), store));
                break;
            case 3:
                Cogroup(grouped, store, salt);
                break;
            default:
                KTable<Windowed<string>, string> totals = WindowDraw.Totals(_random, grouped, store, salt);
                if (_random.Next(3) == 0)
                {
                    totals.ToStream().To($"{_outputs}windows-{_number++}");
                    break;
                }

                _streams.Add(totals.ToStream().Map((window, total) => ($"{window.Key}/{window.Window}", total)));
                break;
        }

        return true;
    }

    private void Cogroup(KGroupedStream<string, string> grouped, Materialized store, int salt)
    {
        CogroupedKStream<string, string> both = grouped.Cogroup(Functions.Fold(salt)).Cogroup(
            Take(_streams).GroupByKey(Grouped.As(Next("grouped"))), Functions.Fold(salt + 1));
        if (_random.Next(3) == 0)
        {
            _tables.Add(both.Aggregate(() => "", store));
            return;
        }

        _streams.Add(WindowDraw.Totals(_random, both, store, salt).ToStream()
            .Map((window, total) => ($"{window.Key}/{window.Window}", total)));
    }

    private bool Join(int salt)
    {
        KStream<string, string> stream = Take(_streams);
        KTable<string, string> table = Take(_tables);
        Func<string, string?, string> join = Functions.Join(salt);
        Joined joined = JoinDraw.Joined(_random, table, Next("joined"));
        _streams.Add(_random.Next(2) == 0
            ? stream.Join(table, (left, right) => join(left, right), joined)
            : stream.LeftJoin(table, join, joined));
        return true;
    }

    /// <summary>One at most: a join of what joins have made has as many results as there are pairs of pairs.</summary>
    private bool JoinStreams(int salt)
    {
        KStream<string, string> left = Take(_streams);
        _streams.Add(JoinDraw.Streams(_random, left, Take(_streams), salt, Next("pairs")));
        _joinsStreams = true;
        return true;
    }

    private bool JoinGlobal(int salt)
    {
        KStream<string, string> stream = Take(_streams);
        GlobalKTable<string, string> table = Take(_globals);
        Func<string, string?, string> join = Functions.Join(salt);
        Func<string, string?> foreign = Functions.Foreign(salt);
        _streams.Add(_random.Next(2) == 0
            ? stream.Join(table, (_, value) => foreign(value), (left, right) => join(left, right))
            : stream.LeftJoin(table, (key, _) => key, join));
        return true;
    }

    private bool OfTable(int salt)
    {
        KTable<string, string> table = Take(_tables);
        Func<string, string?, string> join = Functions.Join(salt);
        Materialized? store = _random.Next(2) == 0 ? JoinDraw.Store(_random, Next("derived")) : null;
        switch (_random.Next(10))
        {
            case 7:
                KTable<string, string> other = Take(_tables);
                store ??= Materialized.As(Next("foreign"));
                _tables.Add(_random.Next(2) == 0
                    ? table.Join(other, Functions.Foreign(salt), (left, right) => join(left, right), store)
                    : table.LeftJoin(other, Functions.Foreign(salt), join, store));
                break;
            case 6:
                _tables.Add(Functions.Groups(table.GroupBy(Functions.Pair(salt), Grouped.As(Next("grouped"))),
                    _random.Next(3), salt, Materialized.As(Next("groups"))));
                break;
            case 0:
                _tables.Add(table.Filter(Functions.Predicate(salt), store));
                break;
            case 1:
                _tables.Add(table.MapValues(Functions.Mapper(salt), store));
                break;
            case 8:
                _tables.Add(table.Suppress(WindowDraw.ForATime(_random).WithName(Next("held"))));
                break;
            case 2 when _tables.Count > 1:
                _tables.Add(table.Join(Take(_tables), (left, right) => join(left, right), store));
                break;
            case 3 when _tables.Count > 1:
                _tables.Add(table.LeftJoin(Take(_tables), join, store));
                break;
            case 4 when _tables.Count > 1:
                _tables.Add(table.OuterJoin(Take(_tables), (left, right) => join(left ?? "none", right), store));
                break;
            case 5:
                _numbers.Add(table.MapValues(value => (long)value.Length).ToStream());
                break;
            default:
                _streams.Add(table.ToStream());
                break;
        }

        return true;
    }

    /// <summary>Values that are structs: a deletion has none to look at.</summary>
    private bool OfNumbers(int salt)
    {
        KStream<string, long> numbers = Take(_numbers);
        switch (_random.Next(5))
        {
            case 0:
                _numbers.Add(numbers.Filter((_, number) => (number + salt) % 3 > 0));
                break;
            case 1:
                _numbers.Add(numbers.FlatMapValues((_, number) => new long[] { number, number * 2 }.Take(salt % 3)));
                break;
            case 2:
                _numbers.AddRange(numbers.Split().Branch((_, number) => number % 2 == 0, "even")
                    .DefaultBranch("odd").Values);
                break;
            case 3:
                _streams.Add(numbers.Map((key, number) => ($"n{(number + salt) % 5}", $"{key}{number}")));
                break;
            default:
                _streams.Add(numbers.MapValues(number => Functions.Text(number + salt)));
                break;
        }

        return true;
    }

    /// <summary>What nobody reads is written, and some of the rest too.</summary>
    private void Write()
    {
        foreach (KStream<string, string> stream in _streams.Where(IsWritten).ToArray())
        {
            if (_random.Next(4) == 0)
            {
                DirectionDraw.Write(_random, stream, _number, $"{_outputs}routed-{_number++}");
                continue;
            }

            stream.To($"{_outputs}out-{_number++}");
        }

        foreach (KStream<string, long> numbers in _numbers.Where(IsWritten).ToArray())
        {
            numbers.To($"{_outputs}numbers-{_number++}");
        }

        foreach (KTable<string, string> table in _tables.Where(IsWritten).ToArray())
        {
            table.ToStream().To($"{_outputs}table-{_number++}");
        }
    }

    private bool IsWritten(object output) => !_read.Contains(output) || _random.Next(4) == 0;

    private T Take<T>(List<T> from)
        where T : class
    {
        T taken = from[_random.Next(from.Count)];
        _read.Add(taken);
        return taken;
    }

    private string Next(string name) => $"{name}-{_number++}";
}
