using Grpc.Core;

namespace Polyfills.Grpc.Tests;

/// <summary>Requests that break the protocol are answered clearly, and never hang.</summary>
public sealed class BadFramesTests(BadFramesRun node) : IClassFixture<BadFramesRun>
{
    [Theory]
    [InlineData("good")]
    [InlineData("plainDespiteEncoding")]
    [InlineData("parameterOfContentType")]
    [InlineData("badTimeout")]
    [InlineData("longTimeout")]
    [InlineData("stillThere")]
    public async Task A_request_that_only_looks_odd_is_served(string name)
    {
        var r = await node.CaseAsync(name);
        Assert.Equal((200, StatusCode.OK), (r.Number("http"), r.Code("status")));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("halfAHeader")]
    [InlineData("tooShort")]
    [InlineData("twoMessages")]
    [InlineData("unknownFlag")]
    [InlineData("compressedWithoutEncoding")]
    [InlineData("notGzip")]
    [InlineData("notProtobuf")]
    [InlineData("badBinaryHeader")]
    public async Task A_malformed_request_is_an_error_with_words(string name)
    {
        var r = await node.CaseAsync(name);
        // Upstream calls some of these Unknown.
        Assert.Contains(r.Code("status"), new[] { StatusCode.Internal, StatusCode.InvalidArgument, StatusCode.Unknown });
        Assert.NotEqual("", r.Text("message"));
    }

    [Theory]
    [InlineData("hugeLength")]
    [InlineData("hugeLengthUnended")]
    public async Task A_length_beyond_the_limit_is_refused_before_it_arrives(string name) =>
        Assert.Equal(StatusCode.ResourceExhausted, (await node.CaseAsync(name)).Code("status"));

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_the_known_ones_are_named()
    {
        var r = await node.CaseAsync("compressedWithUnknown");
        Assert.Equal(StatusCode.Unimplemented, r.Code("status"));
        Assert.Contains("gzip", r.Text("accepts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_not_supported() =>
        Assert.Equal(415, (await node.CaseAsync("wrongContentType")).Number("http"));

    [Theory]
    [InlineData("unknownMethod")]
    [InlineData("unknownService")]
    public async Task An_unknown_path_is_unimplemented(string name)
    {
        var r = await node.CaseAsync(name);
        Assert.Equal((200, StatusCode.Unimplemented), (r.Number("http"), r.Code("status")));
    }

    [Fact]
    public async Task A_missing_page_is_no_call() => Assert.Equal(404, (await node.CaseAsync("unknownPage")).Number("http"));

    [Fact]
    public async Task A_deadline_also_ends_the_wait_for_a_request() =>
        Assert.Equal(StatusCode.DeadlineExceeded, (await node.CaseAsync("noTimeLeft")).Code("status"));
}
