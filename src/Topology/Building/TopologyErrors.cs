namespace Kappa.Building;

/// <summary>What can be wrong with a description, and the way out of each.</summary>
internal static class TopologyErrors
{
    public static KappaException BadTopologyName(string name) => Error("KAP1001",
        $"'{name}' cannot name a topology. A name is 1 to 64 lower-case letters, digits and hyphens, and begins with " +
        $"a letter: '{Names.Sanitise(name)}', for instance.");

    public static KappaException NoAttribute(Type definition) => Error("KAP1002",
        $"Class '{definition.FullName}' does not say which topology it describes. Put [Topology(\"<name>\", Version " +
        "= 1)] on the class.");

    public static KappaException BadVersion(string name, int version) => Error("KAP1003",
        $"Topology '{name}' has the version {version}, but versions count from 1. Set Version to 1 or more.");

    public static KappaException NoSource(string name, int version) => Error("KAP1004",
        $"Topology '{name}' v{version} reads no topic, so that it would never do anything. Begin with " +
        "builder.Stream<TKey, TValue>(topic) or builder.Table<TKey, TValue>(topic).");

    public static KappaException BadStoreName(string name) => Error("KAP1005",
        $"'{name}' cannot name a store. A name is 1 to 64 lower-case letters, digits and hyphens, and begins with a " +
        $"letter: Materialized.As(\"{Names.Sanitise(name)}\"), for instance.");

    public static KappaException SameStoreName(string name, string kind, string otherKind) => Error("KAP1006",
        $"Two operators ({otherKind} and {kind}) would keep their rows in one store '{name}'. Name one of them with " +
        "Materialized.As(\"<name>\"), or StreamJoined.As(\"<name>\") in a join of streams.");

    public static KappaException BadExchangeName(string name) => Error("KAP1007",
        $"'{name}' cannot name an exchange. A name is 1 to 64 lower-case letters, digits and hyphens, and begins " +
        $"with a letter: '{Names.Sanitise(name)}', for instance, in Grouped.As or Joined.As.");

    public static KappaException BadTopicName(string topic) => Error("KAP1008",
        $"'{topic}' cannot name a topic. A name is 1 to 249 letters, digits, dots, hyphens and underscores, and is " +
        "neither '.' nor '..'.");

    public static KappaException StreamAndTable(string topic) => Error("KAP1009",
        $"Topic '{topic}' is read in two ways: as a stream, as a table or as change events. Read it once with " +
        "builder.Table, SnapshotTable or DebeziumTable and take its updates with ToStream(), or once with " +
        "builder.Stream.");

    public static KappaException SerdesDiffer(string topic, string known, string other) => Error("KAP1010",
        $"Topic '{topic}' is read twice in two ways: as {known}, and as {other}. Read it once and share the stream " +
        "or table, or give both the same types and serdes.");

    public static KappaException OutputIsSource(string topic) => Error("KAP1011",
        $"Topic '{topic}' is an output and a source of this topology, so that a replay would read what it writes. Go " +
        "on from the stream that is written there, or put the part that reads it in a topology of its own.");

    public static KappaException TwoSinks(string topic) => Error("KAP1012",
        $"Topic '{topic}' is written by two To(...) of this topology, but an output topic has one owner. Give one of " +
        "them another topic.");

    public static KappaException StreamOfOtherBuilder(string what) => Error("KAP1024",
        $"The stream '{what}' belongs to another StreamBuilder. Read its topic with this builder's Stream(...), and " +
        "join or merge with that.");

    public static KappaException OtherBuilder(string what) => Error("KAP1013",
        $"The table '{what}' belongs to another StreamBuilder. Read its topic with this builder's Table(...), and " +
        "join with that.");

    public static KappaException Cycle(IReadOnlyList<string> exchanges) => Error("KAP1015",
        $"The exchange {string.Join(" and the exchange ", exchanges.Select(name => $"'{name}'"))} would lead back to " +
        "tables that are needed before it: a task has one phase, and cannot be before and after an exchange at once. " +
        "Write what comes before the exchange to a topic with To(...), and go on from there in a topology of its own.");

    public static KappaException SerdeOfOtherType(string where, Type wanted, Type found) => Error("KAP1016",
        $"{where} brings a serde for {TypeNames.Of(found)}, but {TypeNames.Of(wanted)} is needed there. Give it an " +
        $"ISerde<{TypeNames.Of(wanted)}>.");

    public static KappaException JsonTooLate() => Error("KAP1017",
        "UseJson comes after a stream or table that already uses JSON without it. Call builder.UseJson(...) before " +
        "the first Stream or Table.");

    public static KappaException AlreadyBuilt() => Error("KAP1018",
        "This StreamBuilder has built its topology, and cannot be added to or built again. Use a new StreamBuilder.");

    public static KappaException TwoStoresOfTable(string topic, string known, string other) => Error("KAP1019",
        $"Topic '{topic}' is read twice as a table, with the stores '{known}' and '{other}'. Read it once and share " +
        "the KTable, or leave Materialized out at the second.");

    public static KappaException SameExchangeName(string name) => Error("KAP1020",
        $"Two operators would go through one exchange '{name}'. Name one of them with Grouped.As(\"<name>\"), " +
        "Joined.As(\"<name>\") in a join, or Repartitioned.As(\"<name>\").");

    public static KappaException SameNodeName(string name) => Error("KAP1021",
        $"A topic is named '{name}', like an operator of this topology. Give the topic or the operator before it " +
        "another name.");

    public static KappaException NoTextKey(string topic, Type key) => Error("KAP1023",
        $"Topic '{topic}' has keys as text, and which text a {TypeNames.Of(key)} is was not said. Read it with keys " +
        "of type string, or say it: Consumed.With<TKey, TValue>(keySerde, null). Serdes.Json<long>() reads whole " +
        "numbers. What is joined with the table needs the same serde for its keys, in Grouped, Joined or Consumed: " +
        "else they lie in other partitions.");

    public static KappaException BadBranchName(string split, string name) => Error("KAP1025",
        $"'{name}' cannot name a branch of '{split}'. A name is 1 to 64 lower-case letters, digits and hyphens, and " +
        $"begins with a letter: '{Names.Sanitise(name)}', for instance.");

    public static KappaException SameBranchName(string split, string name) => Error("KAP1026",
        $"Two branches of '{split}' are named '{name}', so that it would not be known which of them a record went " +
        "to. Give one of them another name.");

    public static KappaException SplitNotEnded(string split) => Error("KAP1027",
        $"The split '{split}' was begun, but not ended, so that it has no branches. End it with DefaultBranch(...) " +
        "or NoDefaultBranch(), and go on from the branches that it returns.");

    public static KappaException SplitEnded(string split) => Error("KAP1028",
        $"The split '{split}' has ended: a branch cannot be added to it any more. Add it before DefaultBranch(...) " +
        "or NoDefaultBranch().");

    public static KappaException BadPartitions(int partitions) => Error("KAP1029",
        $"A stream cannot be spread over {partitions} partitions. Say 1 to {Repartitioned.MaxPartitions:N0} in " +
        "Repartitioned, or leave it out: then there are as many as before, or as what it is joined with has.");

    public static KappaException ExchangesDiffer(IEnumerable<(string Name, int Partitions)> exchanges) => Error(
        "KAP1030",
        "Streams come together by key, but are spread over different numbers of partitions: " +
        $"{string.Join(", ", exchanges.Select(exchange => $"{exchange.Name} {exchange.Partitions}"))}. A key would " +
        "lie in different partitions. Give them the same number in Repartitioned.");

    public static KappaException UnknownStore(string node, string store, IEnumerable<string> known) => Error("KAP1050",
        $"The operator '{node}' is to be attached to a store '{store}', which was not taken in before it. Call " +
        $"builder.AddStateStore(Stores.KeyValue<TKey, TValue>(\"{store}\")) first. " +
        (known.Any() ? $"There are: {string.Join(", ", known.Order(StringComparer.Ordinal))}." : "There is none yet."));

    public static KappaException SharedProcessor(string node) => Error("KAP1051",
        $"The supplier of the operator '{node}' gives the same object again, but each task needs one of its own. " +
        "Make a new one in it: () => new MyProcessor().");

    public static KappaException WindowSize(TimeSpan size) => Error("KAP1060",
        $"A window cannot be {size.TotalMilliseconds} ms long: it has 1 ms at least.");

    public static KappaException WindowGrace(TimeSpan grace) => Error("KAP1061",
        $"A window cannot have a grace of {grace.TotalMilliseconds} ms: zero, or how much later than its " +
        "end a record may come.");

    public static KappaException WindowAdvance(TimeSpan advance, long sizeMs) => Error("KAP1062",
        $"Windows of {sizeMs} ms cannot advance by {advance.TotalMilliseconds} ms. A step has 1 ms at least, and at " +
        "most the size: else records would fall between two windows.");

    public static KappaException RetentionTooShort(
        string store, TimeSpan retention, long neededMs, string needed) => Error("KAP1063",
        $"The store '{store}' would forget windows after {retention.TotalMilliseconds} ms that take records for " +
        $"{neededMs} ms, {needed}. Give Materialized.WithRetention as much, or leave it out.");

    public static KappaException SessionGap(TimeSpan gap) => Error("KAP1085",
        $"Sessions cannot have a gap of {gap.TotalMilliseconds} ms: how long a key has to be quiet for its session " +
        "to end is 1 ms at least.");

    public static KappaException WindowDifference(TimeSpan difference) => Error("KAP1086",
        $"The records of a sliding window cannot be {difference.TotalMilliseconds} ms apart: zero, or the largest " +
        "difference between their timestamps.");

    public static KappaException NoWindowsToClose(string node) => Error("KAP1082",
        $"The rows of '{node}' have no windows, so that none could close. Suppress the table of a windowed count, " +
        "reduce or aggregate, or use Suppressed.UntilTimeLimit.");

    public static KappaException BufferBound(long limit, string what) => Error("KAP1083",
        $"A buffer of {limit} {what} could not hold a row. Say 1 or more, or BufferConfig.Unbounded().");

    public static KappaException SuppressedFor(TimeSpan wait) => Error("KAP1084",
        $"Rows cannot wait for {wait.TotalMilliseconds} ms: zero, or how long an update waits for a later one.");

    public static KappaException DeadLettersRead(string topic) => Error("KAP1070",
        $"Records that the topology fails on would go to topic '{topic}', which it reads itself: it would meet them " +
        "again for ever. Name another topic in FailureAction.DeadLetter.");

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
