namespace Kappa.Analyzers.Tests;

public sealed class OrderTests
{
    private const string Tags =
        "private static readonly Dictionary<string, long> Tags = new() { [\"a\"] = 1, [\"b\"] = 2 };";

    [Theory]
    [InlineData("MapValues(value => string.Join(\",\", {|KAP9008:Tags.Keys|}))")]
    [InlineData("MapValues(value => {|KAP9008:Tags|}.First().Key)")]
    [InlineData("FlatMapValues(value => {|KAP9008:Tags|}.Select(tag => tag.Key))")]
    [InlineData("FlatMapValues<string, long, long>(value => {|KAP9008:Tags.Values|})")]
    public async Task The_order_of_a_hash_table_that_reaches_a_result_is_reported(string operators) =>
        await Code.OperatorsAsync(operators, Tags);

    [Theory]
    [InlineData("MapValues(value => string.Join(\",\", Tags.Keys.Order(StringComparer.Ordinal)))")]
    [InlineData("MapValues(value => Tags.Select(tag => tag.Value).Sum())")]
    [InlineData("MapValues(value => Tags.Where(tag => tag.Value > 1).OrderBy(tag => tag.Key).First().Key)")]
    [InlineData("MapValues(value => Tags[\"a\"])")]
    [InlineData("Filter((key, value) => Tags.Any(tag => tag.Value == value))")]
    public async Task What_comes_to_the_same_in_each_order_is_not_reported(string operators) =>
        await Code.OperatorsAsync(operators, Tags);

    [Fact]
    public async Task A_loop_over_a_hash_table_is_reported_where_it_forwards() => await Code.ProcessorAsync(
        """
        long sum = 0;
                foreach (KeyValuePair<string, long> tag in _tags)
                {
                    sum += tag.Value;
                }

                foreach (KeyValuePair<string, long> tag in {|KAP9008:_tags|})
                {
                    _context.Forward(tag.Key, sum);
                }
        """,
        "private readonly Dictionary<string, long> _tags = new();");

    [Fact]
    public async Task A_sorted_table_has_an_order() => await Code.OperatorsAsync(
        "MapValues(value => string.Join(\",\", Tags.Keys))",
        "private static readonly SortedDictionary<string, long> Tags = new();");

    [Fact]
    public async Task The_fix_puts_pairs_in_the_order_of_their_keys() => await Code.FixAsync<OrderFix>(
        Code.Topology("FlatMapValues(value => {|KAP9008:Tags|}.Select(tag => tag.Key))", Tags),
        Code.Topology(
            "FlatMapValues(value => Tags.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(tag => tag.Key))",
            Tags));

    [Fact]
    public async Task The_fix_puts_the_elements_of_a_set_in_order()
    {
        const string Set = "private static readonly HashSet<int> Days = new() { 1, 2 };";

        await Code.FixAsync<OrderFix>(
            Code.Topology("MapValues(value => string.Join(\",\", {|KAP9008:Days|}))", Set),
            Code.Topology("MapValues(value => string.Join(\",\", Days.Order()))", Set));
    }
}
