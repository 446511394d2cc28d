"""Catmull-Clark subdivision of a quad mesh, as one sparse matrix that any pose can reuse."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags
from source import Ints


def catmull_clark(quads: Ints, count: int) -> tuple[csr_matrix, Ints]:
    """The matrix (new vertices x old vertices) and the (4n, 4) new quads.

    The four children of quad ``i`` are rows ``4i .. 4i+3``. New vertices are the old ones, then
    one for each edge, then one for each face.
    """
    faces = len(quads)
    ends = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, which = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    which = which.reshape(faces, 4)
    n = len(edges)

    def matrix(rows: Ints, cols: Ints, values: object, shape: tuple[int, int]) -> csr_matrix:
        data = np.broadcast_to(np.asarray(values, dtype=float), rows.shape)
        return coo_matrix((data.ravel(), (rows.ravel(), cols.ravel())), shape=shape).tocsr()

    face_of = matrix(np.repeat(np.arange(faces), 4), quads.ravel(), 0.25, (faces, count))
    middle = matrix(np.repeat(np.arange(n), 2), edges.ravel(), 0.5, (n, count))
    touch = matrix(which.ravel(), np.repeat(np.arange(faces), 4), 1.0, (n, faces))
    sides = np.asarray(touch.sum(axis=1)).ravel()
    inner = (sides == 2).astype(float)
    edge_points = diags(1 - inner * 0.5) @ middle + diags(inner * 0.25) @ touch @ face_of

    vertex_edge = matrix(edges.ravel(), np.repeat(np.arange(n), 2), 1.0, (count, n))
    vertex_face = matrix(quads.ravel(), np.repeat(np.arange(faces), 4), 1.0, (count, faces))
    valence = np.asarray(vertex_edge.sum(axis=1)).ravel()
    around = np.maximum(np.asarray(vertex_face.sum(axis=1)).ravel(), 1)
    border_edges = diags(1 - inner)
    border = np.asarray((vertex_edge @ border_edges).sum(axis=1)).ravel() > 0
    v = np.maximum(valence, 1)
    smooth = (
        diags(1 / (v * around)) @ vertex_face @ face_of
        + diags(2 / v**2) @ vertex_edge @ middle
        + diags((v - 3) / v)
    )
    along = np.maximum(np.asarray((vertex_edge @ border_edges).sum(axis=1)).ravel(), 1)
    edge_like = diags(0.5 / along) @ vertex_edge @ border_edges @ middle + diags(
        np.full(count, 0.5)
    )
    flag = border.astype(float)
    vertex_points = diags(1 - flag) @ smooth + diags(flag) @ edge_like

    from scipy.sparse import vstack

    whole = vstack([vertex_points, edge_points, face_of]).tocsr()
    before = np.roll(which, 1, axis=1)
    centre = np.broadcast_to((count + n + np.arange(faces))[:, None], quads.shape)
    children = np.stack([quads, count + which, centre, count + before], axis=2)
    return whole, children.reshape(-1, 4)
